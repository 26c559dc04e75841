"""How units are listed and found."""

import re

from django.db import models
from django.db.models import Case, Q, Value, When

from ratusz.core.text import fold

MOST_WORDS = 12
GENERIC_WORDS = frozenset({"gmina", "miasto", "powiat", "wojewodztwo"})


def search_words(text: str) -> list[str]:
    """The words of a text as the search compares them. A seventh digit of a code says the type: left out."""
    return [word[:6] if re.fullmatch(r"[0-9]{7}", word) else word for word in re.findall(r"\w+", fold(text))]


class TerritorialUnitQuerySet(models.QuerySet):
    def offered(self) -> "TerritorialUnitQuerySet":
        """Units that exist now, in Polish alphabetical order."""
        return self.filter(valid_to=None).order_by("sort_key", "stem")

    def found_by(self, text: str) -> "TerritorialUnitQuerySet":
        """Units in which every typed word begins a word of the name, the powiat, the kind or the code.

        Names that begin with the text come first. Letter case and diacritics do not matter, nor does a
        generic word next to a telling one: "miasto Czeladź" finds the gmina.
        """
        words = search_words(text)[:MOST_WORDS]
        if not words:
            return self.none() if text.strip() else self
        telling = [word for word in words if word not in GENERIC_WORDS] or words
        found = self.filter(*(Q(search_key__contains=f" {word}") for word in telling))
        begins = When(search_key__startswith=f" {' '.join(telling)}", then=Value(0))
        return found.order_by(Case(begins, default=Value(1)), "sort_key", "stem")

    def with_figures(self) -> "TerritorialUnitQuerySet":
        """With everything that `small()` reads, in one further query."""
        return self.prefetch_related("figures")
