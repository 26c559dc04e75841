"""Choosing an office, registering for it, deciding about its people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratusz.accounts.forms import RegistrationForm, speak_plainly
from ratusz.organisations import queries
from ratusz.organisations.models import TerritorialUnit

NO_OFFICE = _("Wybierz urząd z listy")


class OfficeField(forms.ModelChoiceField):
    """R-000-1.3: only a unit of the list; free text is impossible."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {"required": NO_OFFICE, "invalid_choice": NO_OFFICE}
        super().__init__(
            queryset=TerritorialUnit.objects.none(),
            label=_("Urząd (jednostka terytorialna)"),
            error_messages=messages,
            **kwargs,
        )


def picker_options(units: Any) -> list[tuple[int, str, str, str]]:
    """Value, name, what tells namesakes apart, and the words by which it is found."""
    return [
        (unit.pk, unit.name, f"{unit.get_kind_display()}, {unit.place}".strip(", "), unit.search_key) for unit in units
    ]


class CoordinatorRegistrationForm(RegistrationForm):
    """R-000-1.2: an account and an office in one form."""

    office = OfficeField()
    field_order = ["first_name", "last_name", "email", "password1", "password2", "phone", "office", "terms"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = queries.offered_units()
        speak_plainly(self, email=self.fields["email"].label, phone=_("Telefon"))


class JoinForm(forms.Form):
    """An account that exists already asks to act for an office."""

    office = OfficeField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = queries.offered_units()


class RefusalForm(forms.Form):
    powod = forms.CharField(
        label=_("Powód"), max_length=1000, error_messages={"required": _("Podaj powód. Przeczyta go ta osoba")}
    )


class UnitSearchForm(forms.Form):
    q = forms.CharField(label=_("Nazwa, powiat albo kod TERYT"), required=False, max_length=100)
    wszystkie = forms.BooleanField(label=_("Także jednostki, których już nie ma"), required=False)


class PopulationForm(forms.Form):
    """Q-13: a figure counts with its date and its source."""

    residents = forms.IntegerField(
        label=_("Liczba mieszkańców"),
        min_value=1,
        max_value=50_000_000,
        error_messages={"required": _("Podaj liczbę mieszkańców"), "invalid": _("Wpisz liczbę, na przykład 19513")},
    )
    as_of = forms.DateField(
        label=_("Stan na dzień"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"required": _("Podaj dzień, na który GUS podaje liczbę"), "invalid": _("Wpisz poprawną datę")},
    )
    source = forms.CharField(
        label=_("Źródło"), max_length=200, error_messages={"required": _("Podaj źródło, na przykład: GUS, BDL")}
    )
