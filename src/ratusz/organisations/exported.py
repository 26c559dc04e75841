"""The list of organisations as a sheet: what the registry holds of each, and what is still missing.

The columns that the import knows carry the names that it knows, so a sheet can be corrected and sent back.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from ratusz.accounts.phones import spoken
from ratusz.core import numbers
from ratusz.organisations import rules
from ratusz.organisations.models import Organisation, OrganisationKind
from ratusz.organisations.rules.registry import COMPLETE
from ratusz.organisations.states import AUTHORISED, LISTED, OrganisationState

AUTHORISED_USERS = Count("memberships", filter=Q(memberships__role__in=AUTHORISED, memberships__state__in=LISTED))
WIDTHS = (12, 44, 26, 20, 26, 12, 14, 16, 30, 12, 22, 18, 30, 34, 12, 12, 14, 14)
UNIT = ("name", "stem", "kind")


class Read(NamedTuple):
    """What one query reads of an organisation; of its unit or of the unit under which it stands."""

    pk: int
    name: str
    kind: str
    state: str
    nip: str
    regon: str
    street: str
    postcode: str
    city: str
    phone: str
    email: str
    website: str
    complete: int
    users: int
    unit: tuple[Any, ...]


def heading() -> list[str]:
    return [
        *(
            _("OID"),
            _("Nazwa"),
            _("Rodzaj"),
            _("Stan"),
            _("Jednostka samorządu"),
            _("Kod TERYT"),
            _("NIP"),
            _("REGON"),
        ),
        *(_("Ulica i numer"), _("Kod pocztowy"), _("Miejscowość"), _("Telefon"), _("E-mail"), _("Strona internetowa")),
        *(_("Dane kompletne"), _("Osoba do kontaktu"), _("Użytkownicy kompletni"), _("Liczba użytkowników")),
    ]


def rows(organisations: QuerySet[Organisation]) -> Iterator[list[Any]]:
    """The cells of every organisation, in the order of `heading`; one query."""
    kinds = {value: str(label) for value, label in OrganisationKind.choices}
    states = {value: str(label) for value, label in OrganisationState.choices}
    answers = (_("nie"), _("tak"))
    fields = [name for name in Read._fields if name not in ("users", "unit")]
    places = [f"{owner}__{name}" for owner in ("unit", "belongs_to") for name in UNIT]
    found = organisations.annotate(users=AUTHORISED_USERS).values_list(*fields, "users", *places)
    for row in found.iterator():
        own, above = row[-6:-3], row[-3:]
        one = Read._make((*row[:-6], own if own[0] else above))
        yield [
            *(
                numbers.oid(one.pk),
                one.name,
                kinds[one.kind],
                states[one.state],
                *_place(*one.unit),
                one.nip,
                one.regon,
            ),
            *(one.street, one.postcode, one.city, spoken(one.phone) if one.phone else "", one.email, one.website),
            *(answers[bool(one.complete & sign)] for sign in COMPLETE.values()),
            one.users,
        ]


def _place(name: str | None, stem: str | None, kind: str | None) -> tuple[str, str]:
    return (name or "", rules.code_of(stem, kind) if stem and kind else "")
