"""Who acts for an office already is in the registry with what their account says; offices are found by more words."""

from django.db import migrations

LIVE = ("provisional", "confirmed", "waiting")


def fill(apps, schema_editor):
    membership = apps.get_model("organisations", "Membership")
    for place in membership.objects.filter(state__in=LIVE).select_related("person"):
        person = place.person
        place.first_name, place.last_name = person.first_name, person.last_name
        place.email, place.phone, place.uses_phones = person.email, person.phone, not person.phone
        place.save()
    from ratusz.core.text import collation_key
    from ratusz.organisations.models.unit_search import search_words

    for office in apps.get_model("organisations", "Organisation").objects.select_related("unit"):
        texts = [office.name, office.unit.search_key if office.unit else "", "urząd" if office.unit else ""]
        office.sort_key = collation_key(office.name)
        office.search_key = f" {' '.join(dict.fromkeys(word for text in texts for word in search_words(text)))} "
        office.save()


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_registry")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
