"""Numbers that identify: NIP, REGON, postcodes, and our own number of an organisation (OID)."""

import re
from collections.abc import Callable
from typing import Literal

from stdnum import damm
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError
from stdnum.pl import nip as stdnum_nip
from stdnum.pl import regon as stdnum_regon

Fault = Literal["format", "length", "checksum", "zeros"]
HIGHEST_PK = 9_999_999
_POSTCODE = re.compile(r"([0-9]{2})[\s\u2010-\u2013-]?([0-9]{3})")
_OID = re.compile(r"R([0-9]{7})[0-9]")


class WrongNumber(ValueError):
    """The text is not such a number. `fault` says why; it is for the caller to put it into words.

    format    something else than digits and the usual separators
    length    too few or too many digits
    checksum  a mistyped digit: the check digit does not agree
    zeros     zeros only, which every check digit agrees with
    """

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def nip(text: str) -> str:
    """R-001-D1: the ten digits of a tax number, written with or without PL, spaces and hyphens. Raises WrongNumber."""
    return _not_zeros(_checked(stdnum_nip.validate, text))


def regon(text: str) -> str:
    """R-001-D1: the nine or fourteen digits of a REGON. Raises WrongNumber.

    Fourteen digits (a local unit) begin with the nine of the body it belongs to, which have their own check digit.
    """
    digits = _checked(stdnum_regon.validate, text)
    _not_zeros(digits[:9])
    return digits


def spoken_nip(digits: str) -> str:
    """1234563218 as people write it: 123-456-32-18."""
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:8]}-{digits[8:]}"


def postcode(text: str) -> str:
    """41100, 41 100 or 41-100 as 41-100. Raises WrongNumber; there is no 00-000."""
    found = _POSTCODE.fullmatch(text.strip())
    if not found:
        only_digits = re.fullmatch(r"[0-9]+", re.sub(r"[\s-]", "", text))
        raise WrongNumber("length" if only_digits and len(only_digits[0]) != 5 else "format")
    _not_zeros(found[1] + found[2])
    return f"{found[1]}-{found[2]}"


def oid(pk: int) -> str:
    """The number of an organisation for ever: R, seven digits of its key, check digit (Damm).

    The check digit notices every single wrong digit and every swap of neighbours.
    Raises OverflowError when the key is not between 1 and 9 999 999.
    """
    if not 1 <= pk <= HIGHEST_PK:
        raise OverflowError(f"an OID holds the keys 1 to {HIGHEST_PK}, not {pk}")
    digits = f"{pk:07d}"
    return f"R{digits}{damm.calc_check_digit(digits)}"


def pk_of(text: str) -> int | None:
    """The key behind an OID as typed: lower case, spaces and hyphens do not matter. None: it is not one."""
    typed = re.sub(r"[\s-]", "", text).upper()
    found = _OID.fullmatch(typed)
    if not found or not damm.is_valid(typed[1:]):
        return None
    return int(found[1]) or None


def _checked(validate: Callable[[str], str], text: str) -> str:
    try:
        return validate(text)
    except InvalidLength as wrong:
        raise WrongNumber("length") from wrong
    except InvalidChecksum as wrong:
        raise WrongNumber("checksum") from wrong
    except ValidationError as wrong:
        raise WrongNumber("format") from wrong


def _not_zeros(digits: str) -> str:
    if not digits.strip("0"):
        raise WrongNumber("zeros")
    return digits
