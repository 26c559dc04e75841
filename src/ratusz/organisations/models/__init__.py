"""Territorial units, organisations, and who acts for them."""

from ratusz.organisations.models.offices import Membership, Organisation, OrganisationKind
from ratusz.organisations.models.units import Population, RegisterImport, TerritorialUnit, UnitVersion

__all__ = [
    "Membership",
    "Organisation",
    "OrganisationKind",
    "Population",
    "RegisterImport",
    "TerritorialUnit",
    "UnitVersion",
]
