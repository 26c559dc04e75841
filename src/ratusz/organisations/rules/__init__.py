"""What the registers and the regulation compute. Values in, values out."""

from ratusz.organisations.rules.units import (
    CITY,
    COUNTY,
    GMINAS,
    MIXED,
    RURAL,
    SMALL_BELOW,
    TYPE_DIGITS,
    URBAN,
    VOIVODSHIP,
    Small,
    code_of,
    is_small,
    office_name,
)

__all__ = [
    "CITY",
    "COUNTY",
    "GMINAS",
    "MIXED",
    "RURAL",
    "SMALL_BELOW",
    "TYPE_DIGITS",
    "URBAN",
    "VOIVODSHIP",
    "Small",
    "code_of",
    "is_small",
    "office_name",
]
