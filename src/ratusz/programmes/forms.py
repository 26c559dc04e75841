"""Forms of the declaration and of the programme's reference data."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import BaseValidator, MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from ratusz.core.text import whole_number
from ratusz.programmes.models import InOrder, Place, Programme, ProgrammeText, Topic, UnitType

REQUIRED = _("Wypełnij to pole.")
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
A_DAY, A_YEAR = 24 * 60, 365 * 24  # minutes of a training, hours of warning


class TopicsField(forms.ModelMultipleChoiceField):
    """Several of the offered topics; a number that no database can hold is none of them."""

    def clean(self, value: Any) -> Any:
        if value and any(whole_number(str(chosen)) is None for chosen in value):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


class DeclarationForm(forms.Form):
    """R-004-4: how many, on what, and Q-12: interest in equipment."""

    people = forms.IntegerField(
        label=_("Liczba zainteresowanych osób"),
        min_value=1,
        max_value=100_000,
        error_messages={
            "required": _("Podaj, ile osób z urzędu chce wziąć udział."),
            "invalid": _("Wpisz liczbę, na przykład 12."),
            "min_value": _("Podaj co najmniej 1 osobę."),
            "max_value": _("Ta liczba jest zbyt duża. Sprawdź ją."),
        },
    )
    topics = TopicsField(label=_("Tematy, które interesują urząd"), queryset=Topic.objects.none())
    wants_equipment = forms.BooleanField(
        label=_("Urząd jest zainteresowany pozyskaniem sprzętu komputerowego"), required=False
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].queryset = programme.topics.filter(active=True)
        self.fields["topics"].error_messages["required"] = _("Wybierz co najmniej jeden temat.")
        self.fields["topics"].error_messages["invalid_choice"] = _("Wybierz temat z listy.")
        self.fields["topics"].error_messages["invalid_pk_value"] = _("Wybierz temat z listy.")


class PlainModelForm(forms.ModelForm):
    """Says what is missing in one plain sentence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = REQUIRED


def between(least: Any, most: Any) -> list[BaseValidator]:
    return [MinValueValidator(least), MaxValueValidator(most)]


class ProgrammeForm(PlainModelForm):
    class Meta:
        model = Programme
        fields = [
            *("name", "title", "project_number", "call_number", "measure", "funding_source", "maximum_amount"),
            *("leader", "applications_until", "ends_on", "contact_email", "contact_phone", "support_email"),
            *("maximum_nominees", "minimum_lead_hours", "meeting_minutes"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """What the calendar and the clock can still count with."""
        super().__init__(*args, **kwargs)
        for name in ("applications_until", "ends_on"):
            self.fields[name].validators += between(EARLIEST, LATEST)
        self.fields["meeting_minutes"].validators += between(1, A_DAY)
        self.fields["minimum_lead_hours"].validators += between(0, A_YEAR)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        until, end = data.get("applications_until"), data.get("ends_on")
        if until and end and end < until:
            self.add_error("ends_on", _("Projekt nie może skończyć się przed końcem zgłoszeń."))
        most = data.get("maximum_nominees")
        if most is not None and not 1 <= most <= 50:
            self.add_error("maximum_nominees", _("Podaj liczbę od 1 do 50."))
        return data


class ProgrammeTextForm(PlainModelForm):
    class Meta:
        model = ProgrammeText
        fields = ["headline", "lead", "facts", "benefits", "who"]


ENTRY_FIELDS = ["name_pl", "name_en", "name_de", "position", "active"]


class TopicForm(PlainModelForm):
    class Meta:
        model = Topic
        fields = ENTRY_FIELDS


class PlaceForm(PlainModelForm):
    class Meta:
        model = Place
        fields = ENTRY_FIELDS


class UnitTypeForm(PlainModelForm):
    class Meta:
        model = UnitType
        fields = ["name_pl", "name_en", "name_de", "eligible", "position", "active"]


ENTRY_FORMS: dict[str, tuple[type[InOrder], type[PlainModelForm]]] = {
    "tematy": (Topic, TopicForm),
    "miejsca": (Place, PlaceForm),
    "typy-jednostek": (UnitType, UnitTypeForm),
}
