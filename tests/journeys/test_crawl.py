"""Every page that links lead to: it is there, well-formed, in the language asked for, and without barriers."""

import re
from collections import defaultdict

import pytest
from babel.messages.pofile import read_po

import ratusz
from tests.journeys import page_checks
from tests.journeys.crawl import STARTS, kind
from tests.journeys.markup import plain, said

CATALOGUES = f"{ratusz.__path__[0]}/locale/{{}}/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w*\}")

OWN = {
    "": ("/",),
    "Anna": ("/koordynator/", "/szkolenia/", "/konto/", "/organizacje/"),
    "Oliwia": ("/administrator/", "/szkolenia/", "/korespondencja/", "/konto/", "/organizacje/"),
}
ALREADY_ANNAS = {"Oliwia": re.compile(r"/organizacje/(moje/|[^/]+/.+)")}
MAIN = {
    "": [
        "/",
        "/konto/logowanie/",
        "/konto/rejestracja/",
        "/koordynator/rejestracja/",
        "/pomoc/",
        "/pomoc/koordynator/",
    ],
    "Anna": [
        "/koordynator/",
        "/szkolenia/zgloszenia/nowe/",
        "/koordynator/deklaracja/",
        "/organizacje/*/osoba-do-kontaktu/",
        "/organizacje/*/uzytkownicy/",
    ],
    "Oliwia": ["/administrator/", "/szkolenia/zgloszenia/?status=pending", "/administrator/urzedy/"],
}
ODD = [
    "/nie-ma/",
    "/konto/aktywacja/uszkodzony/",
    "/konto/haslo/nowe/1-uszkodzony/",
    "/konto/nieaktywne/",
    "/dokumenty/regulamin/1/",
    "/styl/",
]


def polish_only(language):
    """What is said otherwise in this language: whole texts, and patterns of those with places to fill."""
    with open(CATALOGUES.format(language), "rb") as file:
        entries = [entry for entry in read_po(file) if entry.id]
    texts, patterns, others = set(), [], set()
    for entry in entries:
        for polish, other in zip(
            *([form] if isinstance(form, str) else form for form in (entry.id, entry.string)), strict=False
        ):
            others.add(plain(other))
            if polish == other or not other:
                continue
            if PLACEHOLDER.search(polish):
                literal = [re.escape(plain(part)) for part in PLACEHOLDER.split(re.sub(r"<[^>]+>", "", polish))]
                if len("".join(literal)) > 12:
                    patterns.append(re.compile(r"\s*.+?\s*".join(literal)))
            else:
                texts.add(plain(re.sub(r"<[^>]+>", "", polish)))
    return texts - others, patterns  # "Data" is a word in English too


def faults_of(answer, language, texts, patterns):
    if answer.status != 200:
        return [f"status {answer.status}"]
    if answer.page is None:
        return []
    nodes = list(answer.page)
    faults = (
        []
        if "default-src 'none'" in answer.headers.get("content-security-policy", "")
        else ["no content security policy"]
    )
    faults += [
        f"lang={node.attributes.get('lang')}"
        for node in nodes
        if node.tag == "html" and node.attributes.get("lang") != language
    ]
    faults += ["not one h1"] if sum(node.tag == "h1" for node in nodes) != 1 else []
    faults += [
        f"inline: <{node.tag}>"
        for node in nodes
        if node.tag == "style" or (node.tag == "script" and "src" not in node.attributes)
    ]
    faults += [
        f"inline: {name}" for node in nodes for name in node.attributes if name == "style" or name.startswith("on")
    ]
    spoken = said(answer.page, language)
    faults += [f"Polish: {text}" for text in sorted(spoken & texts)]
    return faults + [
        f"Polish: {text}" for text in sorted(spoken) if any(pattern.fullmatch(text) for pattern in patterns)
    ]


@pytest.mark.requirement("R-003-53")
@pytest.mark.parametrize("language", ["pl", "en", "de"])
@pytest.mark.parametrize("who", list(STARTS), ids=lambda who: who or "stranger")
def test_every_link_leads_to_a_page_in_the_language_asked_for(crawled, who, language):
    texts, patterns = (set(), []) if language == "pl" else polish_only(language)
    faults = defaultdict(list)
    for answer in crawled(who, language):
        for fault in faults_of(answer, language, texts, patterns):
            faults[fault].append(answer.path)
    assert not faults, "\n".join(f"{fault}  ({len(paths)}: {paths[0]})" for fault, paths in sorted(faults.items()))


def one_of_each_kind(answers, who):
    """The address of one page of each kind that this person has for themselves."""
    found = {}
    for answer in answers:
        repeated = who in ALREADY_ANNAS and ALREADY_ANNAS[who].match(answer.path)
        if answer.page and answer.path.startswith(OWN[who]) and not repeated:
            found.setdefault(answer.kind, answer.path)
    return list(found.values())


@pytest.fixture
def main(crawled):
    """The pages of MAIN; where one stands for many, the first that was found."""

    def found(who, path):
        return path if "*" not in path else next(a.path for a in crawled(who, "pl") if kind(a.path) == f"{path}?")

    return {who: [found(who, path) for path in paths] for who, paths in MAIN.items()}


def examine(visitor, paths):
    for path in paths:
        visitor.open(path)
        if visitor.page.viewport_size["width"] < 400:
            visitor.page.set_viewport_size({"width": 320, "height": 640})
            faults = page_checks.frame(visitor.page, visitor.words.language)
            assert not faults, f"{path} at 320 pixels: {faults}"
            visitor.page.set_viewport_size({"width": 390, "height": 844})


@pytest.mark.requirement("R-003-60")
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("who", list(STARTS), ids=lambda who: who or "stranger")
def test_no_page_has_barriers(newcomer, crawled, who, width):
    examine(newcomer("pl", width, who=who), one_of_each_kind(crawled(who, "pl"), who) + ([] if who else ODD))


@pytest.mark.requirement("R-003-53", "R-003-60")
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_longer_words_of_other_languages_make_none(newcomer, main, language):
    for who, paths in main.items():
        examine(newcomer(language, 390, who=who), paths)


@pytest.mark.requirement("R-003-60")
@pytest.mark.parametrize("width", [1280, 390])
def test_there_are_none_in_the_dark(newcomer, main, width):
    for who, paths in main.items():
        examine(newcomer("pl", width, who=who, color_scheme="dark"), paths)
