"""R-000-F6: the list's filter. Empty fields filter nothing; a value that makes no sense filters nothing either."""

from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from ratusz.proposals.forms.moments import YEARS
from ratusz.proposals.models import Format
from ratusz.proposals.states import ProposalState

SORTS = {"termin": "starts_at", "-termin": "-starts_at", "numer": "id", "-numer": "-id"}


class FilterForm(forms.Form):
    q = forms.CharField(label=_("Numer, temat, osoba albo adres"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Wszystkie")), *ProposalState.choices]
    )
    typ = forms.ChoiceField(label=_("Typ"), required=False, choices=[("", _("Wszystkie")), *Format.choices])
    od = forms.DateField(label=_("Termin od"), required=False)
    do = forms.DateField(label=_("Termin do"), required=False)
    uwaga = forms.ChoiceField(
        label=_("Wymaga uwagi"),
        required=False,
        choices=[
            ("", _("Wszystkie")),
            ("zmiana", _("Prośba o zmianę")),
            ("kolizja", _("Ta sama osoba w dwóch szkoleniach")),
        ],
    )
    sort = forms.ChoiceField(required=False, choices=[(key, key) for key in SORTS])

    def clean(self) -> dict[str, Any]:
        """The first and the last day of the calendar have no day before and after them."""
        data = super().clean()
        return {name: value for name, value in data.items() if not isinstance(value, date) or value.year in YEARS}

    @cached_property
    def in_force(self) -> dict[str, Any]:
        """What was filled in and makes sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    def options(self, name: str) -> list[tuple[str, str]]:
        """The choices of a field in the reader's language, spoken once."""
        return [(value, str(label)) for value, label in self.fields[name].choices]

    def order(self) -> str:
        return SORTS[self.in_force.get("sort", "-numer")]

    def link(self, **changes: Any) -> str:
        """The query string with some values changed; None drops a value."""
        kept = {name: self.data.get(name) for name in self.fields if name in self.in_force}
        return "?" + urlencode({name: value for name, value in {**kept, **changes}.items() if value})

    def chips(self) -> list[tuple[str, str]]:
        """Each active filter in words, with the link that drops it."""
        return [
            (f"{self.fields[name].label}: {self._spoken(name, value)}", self.link(**{name: None}))
            for name, value in self.in_force.items()
            if name != "sort"
        ]

    def _spoken(self, name: str, value: Any) -> Any:
        choices = dict(getattr(self.fields[name], "choices", ()))
        return choices.get(value, value)
