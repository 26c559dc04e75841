"""Registers kept by others, which can fill a form from a number. Off until the installation has a key to them."""

from ratusz.organisations.outside.answers import Found, Unavailable, UnitFound
from ratusz.organisations.outside.regon import by_nip, by_regon, regon_is_on
from ratusz.organisations.outside.teryt import teryt_is_on, unit_by_code

__all__ = [
    "Found",
    "Unavailable",
    "UnitFound",
    "by_nip",
    "by_regon",
    "regon_is_on",
    "teryt_is_on",
    "unit_by_code",
]
