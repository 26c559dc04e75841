"""Follows the links of the product from where a person begins."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urljoin, urlsplit

from playwright.sync_api import APIRequestContext

from ratusz.proposals.states import ProposalState
from tests.journeys.markup import Node, read

STARTS = {
    "": ["/", "/konto/rejestracja/potwierdzenie/", "/konto/aktywacja/", "/konto/haslo/wyslano/"],
    "Anna": ["/koordynator/", *(f"/szkolenia/zgloszenia/?status={state}" for state in ProposalState)],
    "Oliwia": [
        "/administrator/",
        "/administrator/organizacje/?stan=waiting",
        "/szkolenia/zgloszenia/?uwaga=zmiana",
        "/korespondencja/zadania/",
    ],
}
OF_EACH_KIND, OF_ORGANISATIONS, FROM_ONE_PAGE = 12, 4, 2
NUMBER = re.compile(r"ZS-\d{4}-\d{4}|(?<=/)R\d{8}(?=/)|[0-9a-f-]{36}|(?<=/)(\d+|n[0-9a-f]{8})(?=/|$)")
BEHIND_A_BUTTON = {"/organizacje/*/osoba-do-kontaktu/?": "wybor/"}
SET_A_COOKIE = ("/jezyk/", "/wyglad/")


@dataclass
class Answer:
    path: str
    status: int
    headers: dict[str, str]
    page: Node | None

    @property
    def kind(self) -> str:
        """Which template it is, and of a proposal or an organisation in which state: the first mark tells."""
        marks = [node.attributes.get("class", "") for node in self.page or [] if node.tag in ("span", "div")]
        mark = "tag" if "ZS-" in self.path else "notice" if kind(self.path) == "/organizacje/*/?" else "-"
        state = next((found for found in marks if found.startswith(mark)), "")
        return f"{kind(self.path)} {state}".strip()


def kind(path: str) -> str:
    """Addresses that differ in numbers, or in the values of their parameters, are of one kind."""
    parts = urlsplit(path)
    return f"{NUMBER.sub('*', parts.path)}?{','.join(sorted(parse_qs(parts.query)))}"


def crawl(browser: APIRequestContext, home: str, starts: list[str]) -> Iterator[Answer]:
    """Every page that links lead to; of pages of one kind only a few, and few from the same list."""
    waiting, seen, followed = deque(starts), set(starts), Counter[str]()
    while waiting:
        path = waiting.popleft()
        followed[kind(path)] += 1
        if followed[kind(path)] > (OF_ORGANISATIONS if path.startswith("/organizacje/") else OF_EACH_KIND):
            continue
        answer = browser.get(home + path)
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        page = read(answer.text()) if is_page else None
        yield Answer(path, answer.status, answer.headers, page)
        from_here = Counter[str]()
        behind = [path + BEHIND_A_BUTTON[kind(path)]] if kind(path) in BEHIND_A_BUTTON else []
        for link in [*links(page, answer.url, home), *behind] if page else ():
            if link not in seen and from_here[kind(link)] < FROM_ONE_PAGE:
                from_here[kind(link)] += 1
                seen.add(link)
                waiting.append(link)


def links(page: Node, here: str, home: str) -> Iterator[str]:
    for node in page:
        if node.tag == "a" and "href" in node.attributes:
            target = urlsplit(urljoin(here, node.attributes["href"]))._replace(fragment="")
            path = target._replace(scheme="", netloc="").geturl()
            if target.geturl().startswith(home + "/") and not path.startswith(SET_A_COOKIE):
                yield path
