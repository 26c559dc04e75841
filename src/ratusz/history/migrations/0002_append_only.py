"""History is written once: the database refuses to change, delete or truncate it."""

from django.db import migrations

from ratusz.history import triggers


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]
    operations = [migrations.RunPython(triggers.install, triggers.remove)]
