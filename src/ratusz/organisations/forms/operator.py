"""What the keepers of the registry fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratusz.organisations.forms.search import SearchForm
from ratusz.organisations.states import OrganisationState


class OperatorSearchForm(SearchForm):
    """Everybody's filters, and two more: the state and what is missing."""

    stan = forms.ChoiceField(label=_("Stan"), required=False)
    brak = forms.ChoiceField(label=_("Czego brakuje"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stan"].choices = [("", _("Wszystkie")), *OrganisationState.choices]
        self.fields["brak"].choices = [
            ("", _("Bez znaczenia")),
            ("czegos", _("Czegokolwiek")),
            ("data", _("Danych organizacji")),
            ("contact", _("Osoby do kontaktu")),
            ("users", _("Uprawnionych użytkowników")),
        ]


class OrganisationRefusalForm(forms.Form):
    """R-001-D1: why an organisation is not entered in the registry."""

    powod = forms.CharField(
        label=_("Powód"),
        max_length=1000,
        error_messages={
            "required": _("Podaj powód odmowy. Przeczyta go osoba, która zarejestrowała organizację"),
            "max_length": _("Skróć powód do 1000 znaków"),
        },
    )


class TargetForm(forms.Form):
    """R-001-D3: the organisation that stays."""

    q = forms.CharField(label=_("Organizacja, która zostaje"), required=False, max_length=100)
