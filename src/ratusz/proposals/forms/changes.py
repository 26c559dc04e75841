"""R-000-F5.D1: a request for a change after acceptance: what, to what, why."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratusz.correspondence.rules import one_line
from ratusz.programmes import queries
from ratusz.programmes.models import Place
from ratusz.proposals.forms.moments import MomentMixin
from ratusz.proposals.forms.people import PersonForm
from ratusz.proposals.forms.proposal import PLACE_EMPTY, TYPE_EMPTY
from ratusz.proposals.models import ChangedField, Format, Proposal

FIELDS_OF = {
    ChangedField.STARTS_AT: {"data", "godzina"},
    ChangedField.VENUE: {"typ", "miejsce", "adres"},
    ChangedField.PERSON_ADDED: {"imie", "nazwisko", "email"},
    ChangedField.PERSON_REMOVED: {"osoba"},
    ChangedField.CANCELLATION: set(),
}


class ChangeForm(MomentMixin, PersonForm):
    """Only the fields of the chosen kind of change are judged; `new` is what the request stores."""

    zmiana = forms.ChoiceField(
        label=_("Co chcesz zmienić?"),
        choices=ChangedField.choices,
        error_messages={
            "required": _("Wybierz, co chcesz zmienić"),
            "invalid_choice": _("Wybierz, co chcesz zmienić"),
        },
    )
    typ = forms.ChoiceField(
        label=_("Typ szkolenia"),
        choices=Format.choices,
        error_messages={"required": TYPE_EMPTY, "invalid_choice": TYPE_EMPTY},
    )
    miejsce = forms.ModelChoiceField(
        label=_("Miejsce"),
        queryset=Place.objects.none(),
        required=False,
        error_messages={"invalid_choice": PLACE_EMPTY},
    )
    adres = forms.CharField(label=_("Adres / opis"), max_length=300, required=False)
    osoba = forms.ModelChoiceField(
        label=_("Kto nie weźmie udziału?"),
        queryset=None,
        error_messages={"required": _("Wybierz osobę z listy"), "invalid_choice": _("Wybierz osobę z listy")},
    )
    powod = forms.CharField(
        label=_("Powód zmiany"),
        max_length=2000,
        error_messages={"required": _("Napisz, dlaczego prosisz o zmianę")},
    )
    klucz = forms.UUIDField(required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        proposal: Proposal,
        at: datetime,
        spoken_now: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.proposal, self.at, self.spoken_now = proposal, at, spoken_now
        self.fields["miejsce"].queryset = queries.places(proposal.programme)
        self.fields["osoba"].queryset = proposal.nominees.all()
        if data is not None:
            self._drop_other_fields(str(data.get("zmiana", "")))

    def _drop_other_fields(self, kind: str) -> None:
        """The fields of other kinds keep their values in the page and are not judged."""
        asked = FIELDS_OF.get(kind, set())
        for name in set().union(*FIELDS_OF.values()) - asked:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        kind = data.get("zmiana")
        for name in set(self.errors) & (set().union(*FIELDS_OF.values()) - FIELDS_OF.get(kind, set())):
            del self.errors[name]
        if kind == ChangedField.STARTS_AT:
            self.starts_at = self.clean_moment(self.at, self.spoken_now)
        if kind == ChangedField.VENUE and data.get("typ") == Format.ONSITE and not data.get("miejsce"):
            self.add_error("miejsce", PLACE_EMPTY)
        if kind == ChangedField.PERSON_ADDED and self._is_named(data.get("email", "")):
            self.add_error("email", _("Ta osoba jest już w tym zgłoszeniu"))
        return data

    def _is_named(self, email: str) -> bool:
        return self.proposal.nominees.filter(email=email.strip().lower()).exists()

    @property
    def new(self) -> dict[str, Any]:
        data = self.cleaned_data
        kind = data["zmiana"]
        if kind == ChangedField.STARTS_AT:
            return {"starts_at": self.starts_at.isoformat()}
        if kind == ChangedField.VENUE:
            onsite = data["typ"] == Format.ONSITE
            place = data["miejsce"].pk if onsite else None
            return {"format": data["typ"], "place": place, "address": one_line(data["adres"]) if onsite else ""}
        if kind == ChangedField.PERSON_ADDED:
            person = self.person
            return {"first_name": person.first_name, "last_name": person.last_name, "email": person.email}
        if kind == ChangedField.PERSON_REMOVED:
            return {"nominee": data["osoba"].pk}
        return {}
