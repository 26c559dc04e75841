"""The manuals as a list of steps. Journeys do what a manual says, with the labels that it quotes, so both stay one."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from ratusz.web.manuals import manual

QUOTED = {"pl": re.compile("„([^”]+)”"), "en": re.compile("“([^”]+)”"), "de": re.compile("„([^“]+)“")}


@dataclass(frozen=True)
class Section:
    """The quoted labels of each numbered step, and those of the text around the steps."""

    title: str
    steps: list[list[str]]
    beside: list[str]

    def follow(self, *doings: Callable[[list[str]], object]) -> None:
        """One doing for each step; each is given the labels that its step quotes."""
        assert len(doings) == len(self.steps), f"{self.title}: {len(self.steps)} steps, {len(doings)} are followed"
        for labels, do in zip(self.steps, doings, strict=True):
            do(labels)


def sections(slug: str, language: str) -> list[Section]:
    """Section n of the manual stands at index n - 1."""
    _title, body = manual(slug, language)
    return [_section(part, QUOTED[language]) for part in re.split(r"^#{2,3} ", body, flags=re.MULTILINE)[1:]]


def _section(part: str, quoted: re.Pattern[str]) -> Section:
    title, _, rest = part.partition("\n")
    steps = [quoted.findall(step) for step in re.findall(r"^\d+\. (.*)$", rest, re.MULTILINE)]
    beside = quoted.findall(re.sub(r"^\d+\. .*$", "", rest, flags=re.MULTILINE))
    return Section(title, steps, beside)


def quoted(slug: str, language: str) -> set[str]:
    """Every label that a manual quotes."""
    return set(QUOTED[language].findall(manual(slug, language)[1]))
