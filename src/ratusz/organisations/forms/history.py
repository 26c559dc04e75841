"""R-001-D2: the filters of a history. Empty fields filter nothing; what makes no sense says so and filters nothing."""

from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ratusz.core import words
from ratusz.organisations.timeline import PARTS, Asked

YEARS = range(2000, 2101)  # the first and the last day of the calendar have no day before and after them


class Day(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        wrong = {"invalid": _("Wpisz datę, na przykład 2026-03-05")}
        super().__init__(required=False, input_formats=["%Y-%m-%d", "%d.%m.%Y"], error_messages=wrong, **kwargs)

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day and day.year not in YEARS:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class HistoryForm(forms.Form):
    """`actors` are the people whose acts one may ask for: (key, name)."""

    co = forms.ChoiceField(label=_("Co"), required=False)
    kto = forms.ChoiceField(label=_("Kto"), required=False)
    od = Day(label=_("Od dnia"))
    do = Day(label=_("Do dnia"))

    def __init__(self, data: Any, actors: list[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="%s")
        self.fields["co"].choices = [("", _("Wszystko")), *((key, label) for key, (label, _events) in PARTS.items())]
        self.fields["kto"].choices = [("", _("Wszyscy")), *actors]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("od") and data.get("do") and data["do"] < data["od"]:
            self.add_error("do", _("Ten dzień jest wcześniejszy niż „Od dnia”"))
        return data

    @cached_property
    def in_force(self) -> dict[str, Any]:
        """What was filled in and makes sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    def asked(self) -> Asked:
        chosen = self.in_force
        return Asked(chosen.get("co", ""), chosen.get("kto", ""), chosen.get("od"), chosen.get("do"))

    def query(self, without: str = "") -> str:
        """The filters in force, encoded, for links to the same events elsewhere."""
        return urlencode({name: value for name, value in self.in_force.items() if name != without})

    def chips(self) -> list[tuple[str, str]]:
        """Each filter in words, with the link that drops it."""
        return [
            (f"{self.fields[name].label}: {self._spoken(name, value)}", f"?{self.query(without=name)}")
            for name, value in self.in_force.items()
        ]

    def _spoken(self, name: str, value: Any) -> Any:
        if isinstance(value, date):
            return words.day_words(value, get_language())
        return dict(getattr(self.fields[name], "choices", ())).get(value, value)
