"""A date and a time of day become an instant in Warsaw; every fault is said at the field that has it."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ratusz.core.terms import MissingHour, warsaw_instant
from ratusz.proposals import rules

DATE_EMPTY = _("Wybierz datę szkolenia")
DATE_WRONG = _("Wpisz datę w formacie rok-miesiąc-dzień, na przykład 2026-03-15")
TIME_EMPTY = _("Podaj godzinę rozpoczęcia, na przykład 9:30")
MISSING_HOUR = _("Tej nocy zegar przeskakuje z 2:00 na 3:00, więc takiej godziny nie ma. Wybierz inną")
TOO_EARLY = _("Wybierz termin późniejszy niż teraz ({now})")
TOO_SOON = _("Wybierz termin co najmniej {hours} godz. od teraz ({now})")
YEARS = range(2000, 2101)


class MomentMixin(forms.Form):
    """Fields `data` and `godzina`; `starts_at` after cleaning."""

    data = forms.DateField(
        label=_("Data"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"required": DATE_EMPTY, "invalid": DATE_WRONG},
    )
    godzina = forms.TimeField(
        label=_("Godzina rozpoczęcia"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        error_messages={"required": TIME_EMPTY, "invalid": TIME_EMPTY},
    )

    def clean_moment(self, at: datetime, spoken_now: Any, lead_hours: int = 0) -> datetime | None:
        """The instant, or None with an error at the field (R-000-F7, Q-1)."""
        day, hour = self.cleaned_data.get("data"), self.cleaned_data.get("godzina")
        if day is None or hour is None:
            return None
        if day.year not in YEARS:
            self.add_error("data", DATE_WRONG)
            return None
        try:
            moment = warsaw_instant(day, hour)
        except MissingHour:
            self.add_error("godzina", MISSING_HOUR)
            return None
        if rules.is_late(moment, at, lead_hours):
            text = TOO_SOON if lead_hours else TOO_EARLY
            self.add_error("data", format_lazy(text, now=spoken_now, hours=lead_hours))
            return None
        return moment
