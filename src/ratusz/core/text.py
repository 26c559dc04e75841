"""Polish text as people search and sort it, the same on every database."""

import re
import unicodedata

_ALPHABET = "0123456789aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
_RANK = {letter: f"{place + 10:02d}" for place, letter in enumerate(_ALPHABET)}
_GAP = "00"
_NO_DECOMPOSITION = str.maketrans({"ł": "l", "ß": "ss", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"})


def fold(text: str) -> str:
    """Lower case, no diacritics, single spaces: what a person types to find a name."""
    lowered = unicodedata.normalize("NFKD", text.casefold().translate(_NO_DECOMPOSITION))
    return " ".join("".join(c for c in lowered if not unicodedata.combining(c)).split())


def collation_key(text: str) -> str:
    """Two digits a letter in Polish alphabetical order; digits sort alike under every collation.

    A foreign letter counts as its base letter; punctuation and spaces come before letters.
    """
    composed = unicodedata.normalize("NFC", text.lower())
    return "".join(_rank(letter) for letter in composed)


def whole_number(text: str) -> int | None:
    """A count as our own pages send it: up to nine ASCII digits ("²" is a digit too). None for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def _rank(letter: str) -> str:
    if letter in _RANK:
        return _RANK[letter]
    return "".join(_RANK.get(base, _GAP) for base in fold(letter)) or _GAP
