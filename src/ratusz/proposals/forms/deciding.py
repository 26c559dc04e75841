"""Forms of the programme's operator."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratusz.core.text import whole_number
from ratusz.proposals.forms.moments import MomentMixin

REASON_EMPTY = _("Podaj powód. Przeczyta go koordynator")
LONGEST_REASON = 2000


class AcceptForm(MomentMixin):
    """R-000-A.4D: the date may differ from the proposed one."""

    uwagi = forms.CharField(label=_("Uwagi dla koordynatora"), required=False, max_length=LONGEST_REASON)
    wersja = forms.IntegerField()

    def __init__(self, *args: Any, at: datetime, spoken_now: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at, self.spoken_now = at, spoken_now

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.starts_at = self.clean_moment(self.at, self.spoken_now)
        return data


class ReasonForm(forms.Form):
    """R-000-A.2D: a reason is required."""

    powod = forms.CharField(
        label=_("Powód"),
        max_length=LONGEST_REASON,
        error_messages={"required": REASON_EMPTY, "max_length": _("Skróć powód do 2000 znaków")},
    )
    wersja = forms.IntegerField(required=False)


class NoteForm(forms.Form):
    uwagi = forms.CharField(label=_("Uwagi dla koordynatora"), required=False, max_length=LONGEST_REASON)


class BulkForm(forms.Form):
    """R-000-A.6D: several at once; `wybrane` holds number.version, as the operator saw them."""

    decyzja = forms.ChoiceField(
        choices=[("accept", _("Zaakceptuj")), ("reject", _("Odrzuć"))],
        error_messages={"required": _("Wybierz decyzję"), "invalid_choice": _("Wybierz decyzję")},
    )
    powod = forms.CharField(label=_("Powód odrzucenia"), required=False, max_length=LONGEST_REASON)

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.chosen = self._chosen(data) if data else {}

    def _chosen(self, data: Any) -> dict[str, int]:
        chosen = [value.rpartition(".") for value in data.getlist("wybrane")[:100]]
        versions = {number: whole_number(version) for number, _dot, version in chosen if number.isprintable()}
        return {number: version for number, version in versions.items() if version is not None}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.chosen:
            raise forms.ValidationError(_("Zaznacz co najmniej jedno zgłoszenie"))
        if data.get("decyzja") == "reject" and not data.get("powod", "").strip():
            self.add_error("powod", REASON_EMPTY)
        return data
