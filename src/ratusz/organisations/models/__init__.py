"""Territorial units, organisations, and who acts for them."""

from ratusz.organisations.models.offices import SUBORDINATE, Organisation, OrganisationKind
from ratusz.organisations.models.people import ContactPerson, Membership, PersonDetails
from ratusz.organisations.models.registry import Draft, Invitation, OrganisationImport, Revision
from ratusz.organisations.models.units import Population, RegisterImport, TerritorialUnit, UnitVersion

__all__ = [
    "SUBORDINATE",
    "ContactPerson",
    "Draft",
    "Invitation",
    "Membership",
    "Organisation",
    "OrganisationImport",
    "OrganisationKind",
    "PersonDetails",
    "Population",
    "RegisterImport",
    "Revision",
    "TerritorialUnit",
    "UnitVersion",
]
