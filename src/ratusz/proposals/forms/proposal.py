"""The form of a proposal: when, how, where, about what (source 000, sections 3 and 4)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratusz.core.terms import WARSAW
from ratusz.correspondence.rules import one_line
from ratusz.programmes import queries
from ratusz.programmes.models import Place, Programme, Topic
from ratusz.proposals.forms.moments import MomentMixin
from ratusz.proposals.models import Format, Proposal
from ratusz.proposals.rules import Details

TYPE_EMPTY = _("Wybierz typ szkolenia: online albo stacjonarne")
PLACE_EMPTY = _("Wybierz miejsce szkolenia")


def initial_of(proposal: Proposal) -> dict[str, Any]:
    """The stored proposal as the form shows it."""
    local = proposal.starts_at.astimezone(WARSAW)
    return {
        "data": local.date().isoformat(),
        "godzina": f"{local:%H:%M}",
        "typ": proposal.format,
        "temat": proposal.topic_id or "",
        "miejsce": proposal.place_id or "",
        "adres": proposal.address,
        "wersja": proposal.version,
    }


class ProposalForm(MomentMixin):
    """`details` after cleaning. `klucz` makes a form sent twice one proposal, `wersja` guards against overwriting."""

    typ = forms.ChoiceField(
        label=_("Typ szkolenia"),
        choices=Format.choices,
        error_messages={"required": TYPE_EMPTY, "invalid_choice": TYPE_EMPTY},
    )
    temat = forms.ModelChoiceField(
        label=_("Temat"),
        queryset=Topic.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("Wybierz temat z listy")},
    )
    miejsce = forms.ModelChoiceField(
        label=_("Miejsce"),
        queryset=Place.objects.none(),
        required=False,
        error_messages={"invalid_choice": PLACE_EMPTY},
    )
    adres = forms.CharField(
        label=_("Adres / opis"),
        max_length=300,
        required=False,
        error_messages={"max_length": _("Skróć adres do 300 znaków")},
    )
    klucz = forms.UUIDField(required=False)
    wersja = forms.IntegerField(required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        programme: Programme,
        at: datetime,
        spoken_now: Any,
        present: Proposal | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.programme, self.at, self.spoken_now, self.present = programme, at, spoken_now, present
        self.fields["temat"].queryset = queries.topics(programme)
        self.fields["miejsce"].queryset = queries.places(programme)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.starts_at = self.clean_moment(self.at, self.spoken_now, self.programme.minimum_lead_hours)
        if data.get("typ") == Format.ONSITE and not data.get("miejsce") and "miejsce" not in self.errors:
            self.add_error("miejsce", PLACE_EMPTY)
        if data.get("typ") == Format.ONLINE:
            # A place typed before the type was changed does not count (R-000-4.8).
            for name in ("miejsce", "adres"):
                self.errors.pop(name, None)
        return data

    @property
    def details(self) -> Details:
        data = self.cleaned_data
        onsite = data["typ"] == Format.ONSITE
        return Details(
            starts_at=self.starts_at,
            format=data["typ"],
            place=data.get("miejsce") if onsite else None,
            address=one_line(data.get("adres", "")) if onsite else "",
            topic=data.get("temat"),
        )
