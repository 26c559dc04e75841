"""What stands on the screens, named in Polish as the sources name it, in the language of the visitor."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext


@dataclass(frozen=True)
class Words:
    """`Words("de")("Zaloguj się")` is what the button says to a German reader, as the catalogue has it."""

    language: str

    def __call__(self, polish: str, *, context: str = "", **facts: object) -> str:
        with translation.override(self.language):
            said = pgettext(context, polish) if context else gettext(polish)
        return said % facts if facts else said

    def count(self, one: str, many: str, n: int) -> str:
        with translation.override(self.language):
            return ngettext(one, many, n) % {"n": n}
