"""Telephone numbers as people write them, kept as E.164."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def e164(text: str) -> str:
    """R-003-28: "500 600 700", "+48 500-600-700", "32 765 62 00" and foreign numbers. Raises ValidationError."""
    try:
        number = phonenumbers.parse(text, "PL")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number) or not phonenumbers.is_valid_number(number):
        raise ValidationError(_("Wpisz numer telefonu, na przykład 500 600 700 albo 32 765 62 00."), code="phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def spoken(number: str) -> str:
    """The number with gaps; a Polish one without its prefix. What is no number (in a draft) stays as it was typed."""
    try:
        parsed = phonenumbers.parse(number, "PL")
    except phonenumbers.NumberParseException:
        return number
    national = parsed.country_code == 48
    style = phonenumbers.PhoneNumberFormat.NATIONAL if national else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)
