"""What a password must be and how it is kept (OWASP: Argon2id, 19 MiB, two passes, one lane)."""

import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import CommonPasswordValidator, NumericPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ratusz.core.text import fold

MINIMUM_LENGTH = 8


class Argon2OWASP(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


def normalised(password: str) -> str:
    """One spelling of the same characters, whichever keyboard they came from."""
    return unicodedata.normalize("NFC", password)


class LongEnough:
    """R-000-1.5: at least 8 characters."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < MINIMUM_LENGTH:
            raise ValidationError(_("Hasło musi mieć co najmniej 8 znaków."), code="password_too_short")

    def get_help_text(self) -> str:
        return _("Co najmniej 8 znaków. Dobre hasło to kilka słów, które znasz tylko Ty.")


class NotAboutYou:
    """The password is not the person's name or address with a little around it."""

    def validate(self, password: str, user: Any = None) -> None:
        kept = fold(password)
        for part in self._parts(user):
            if len(part) >= 4 and part in kept and len(kept) - len(part) < MINIMUM_LENGTH:
                raise ValidationError(
                    _("Hasło jest zbyt podobne do Twojego imienia, nazwiska albo adresu e-mail."),
                    code="password_too_similar",
                )

    def get_help_text(self) -> str:
        return _("Hasło nie może przypominać Twoich danych.")

    def _parts(self, user: Any) -> list[str]:
        if user is None:
            return []
        email = fold(getattr(user, "email", "") or "")
        return [fold(user.first_name), fold(user.last_name), email, *email.replace("@", ".").split(".")]


@cache
def polish_common() -> frozenset[str]:
    """Folded passwords that people in Poland choose often, one a line."""
    return frozenset(files("ratusz.accounts").joinpath("data/common_passwords.txt").read_text().split())


class NotCommon(CommonPasswordValidator):
    """Neither on Django's list nor a Polish favourite with digits behind it."""

    def validate(self, password: str, user: Any = None) -> None:
        folded = fold(password)
        if password.lower().strip() in self.passwords or folded.rstrip("0123456789!.?*#@") in polish_common():
            raise ValidationError(
                _("To hasło jest zbyt słabe: łatwo je odgadnąć. Wymyśl inne."), code="password_too_common"
            )

    def get_help_text(self) -> str:
        return _("Hasło nie może być łatwe do odgadnięcia.")


class NotOnlyDigits(NumericPasswordValidator):
    def validate(self, password: str, user: Any = None) -> None:
        if password.isdigit():
            raise ValidationError(
                _("Hasło jest zbyt słabe: nie może składać się z samych cyfr."), code="password_entirely_numeric"
            )

    def get_help_text(self) -> str:
        return _("Hasło nie może składać się z samych cyfr.")
