"""The sections of the registry: the organisation's data, its contact person, one authorised user.

A draft keeps what was typed even when it is wrong, so every form also takes its own values back.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratusz.accounts.forms import speak_plainly, take_email
from ratusz.accounts.phones import e164, spoken
from ratusz.core import numbers
from ratusz.organisations import queries
from ratusz.organisations.models import SUBORDINATE, Organisation, OrganisationKind, TerritorialUnit
from ratusz.organisations.rules.registry import REQUIRED

LONGEST_KEPT = 1000
PHONES = ("phone", "phone_2")
WRONG = {
    "format": _("Wpisz same cyfry."),
    "length": _("Ten numer ma inną liczbę cyfr. Sprawdź, czy niczego nie brakuje."),
    "checksum": _("W tym numerze jest błąd: nie zgadza się cyfra kontrolna. Sprawdź każdą cyfrę."),
    "zeros": _("Same zera to nie numer. Jeśli go nie ma, zostaw pole puste."),
}


class SectionForm(forms.ModelForm):
    """One section of a draft. `values` are plain: what the registry or the draft holds of it.

    It is judged by what was posted; without that by its values, unless it is only to be filled in.
    """

    def __init__(self, values: dict[str, Any], posted: Any = None, *, judged: bool = True) -> None:
        self.values = values
        shown = self.shown(values)
        data = posted if posted is not None else shown if judged else None
        super().__init__(data, auto_id="%s", initial=shown)
        for name in PHONES:
            self.fields[name].max_length = 30
            self.fields[name].validators.clear()
            self.fields[name].widget.attrs["maxlength"] = 30

    def shown(self, values: dict[str, Any]) -> dict[str, Any]:
        """As people read it: telephones with gaps. A draft may hold something that is no number."""
        return {name: spoken(value) if name in PHONES else value for name, value in values.items()}

    def to_draft(self) -> dict[str, Any]:
        """The values for the draft: tidy where they are right, as typed where they are not."""
        self.is_valid()
        return {name: self.tidy(name) for name in self.fields}

    def tidy(self, name: str) -> Any:
        if name in self.cleaned_data and name not in self.errors:
            value = self.cleaned_data[name]
            return getattr(value, "pk", value) if value is not None else ""
        return (self[name].value() or "").replace("\x00", "")[:LONGEST_KEPT]

    def clean_phone(self) -> str:
        return e164(self.cleaned_data["phone"]) if self.cleaned_data["phone"] else ""

    def clean_phone_2(self) -> str:
        return e164(self.cleaned_data["phone_2"]) if self.cleaned_data["phone_2"] else ""

    def clean_postcode(self) -> str:
        text = self.cleaned_data["postcode"]
        return checked(numbers.postcode, text, _("Wpisz kod pocztowy w postaci 41-100.")) if text else ""

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def _post_clean(self) -> None:
        """Nothing is written here, so nothing is compared with other rows: that is the action's part."""


def checked(check: Any, text: str, message: Any = None) -> str:
    try:
        return str(check(text))
    except numbers.WrongNumber as wrong:
        raise forms.ValidationError(message or WRONG[wrong.fault]) from None


class DataForm(SectionForm):
    """R-001-1.5: what the organisation says of itself. A new one also says what it is and where it belongs."""

    website = forms.URLField(label=_("Strona internetowa"), required=False, max_length=200, assume_scheme="https")

    class Meta:
        model = Organisation
        fields = ["kind", "belongs_to", *Organisation.FIELDS]

    def __init__(self, values: dict[str, Any], posted: Any = None, *, judged: bool = True) -> None:
        super().__init__(values, posted, judged=judged)
        for name in set(self.fields) - set(values):
            del self.fields[name]
        for name in REQUIRED["data"]:
            self.fields[name].required = True
        for name in ("nip", "regon", "legal_nip", "legal_regon"):
            if name in self.fields:
                self._take_number(name)
        if "kind" in self.fields:
            self._ask_what_it_is()
        take_email(self)
        names = {name: self.fields[name].label for name in REQUIRED["data"] if name != "email"}
        speak_plainly(self, email=_("E-mail"), **names)

    def _take_number(self, name: str) -> None:
        """Room for spaces and hyphens, as on letter heads."""
        self.fields[name].validators.clear()
        self.fields[name].max_length = 30
        self.fields[name].widget.attrs.update({"maxlength": 30, "inputmode": "numeric"})

    def _ask_what_it_is(self) -> None:
        self.fields["kind"] = forms.ChoiceField(
            label=_("Rodzaj organizacji"),
            choices=[(kind.value, kind.label) for kind in OrganisationKind if kind in SUBORDINATE],
            error_messages={"required": _("Wybierz rodzaj organizacji")},
        )
        self.fields["belongs_to"] = forms.ModelChoiceField(
            TerritorialUnit.objects.filter(valid_to=None),
            label=_("Jednostka samorządu, której podlega"),
            error_messages={
                "required": _("Wybierz gminę, powiat albo województwo z listy"),
                "invalid_choice": _("Wybierz gminę, powiat albo województwo z listy"),
            },
        )
        self.fields["regon"].required = True
        self.fields["regon"].error_messages["required"] = _("Podaj REGON. Ma go każda jednostka.")

    def clean_nip(self) -> str:
        return self._number("nip", numbers.nip)

    def clean_legal_nip(self) -> str:
        return self._number("legal_nip", numbers.nip)

    def clean_regon(self) -> str:
        return self._number("regon", numbers.regon)

    def clean_legal_regon(self) -> str:
        return self._number("legal_regon", numbers.regon)

    def _number(self, name: str, check: Any) -> str:
        return checked(check, self.cleaned_data[name]) if self.cleaned_data[name] else ""


class SameForm(forms.Form):
    """R-001-D1: the person looked at what is similar and says that theirs is another."""

    inna = forms.BooleanField(
        label=_("Mojej organizacji nie ma na tej liście"),
        error_messages={"required": _("Sprawdź listę podobnych organizacji i potwierdź, że Twojej na niej nie ma")},
    )


def offered_places() -> list[tuple[int, str, str, str]]:
    """The units under which an organisation may stand, for the picker."""
    from ratusz.organisations.forms.offices import picker_options

    return picker_options(queries.offered_units())
