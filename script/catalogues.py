"""Translations. Polish is the language of the source; `script/messages` calls this file.

extract  writes the template var/messages/django.pot
update   brings src/ratusz/locale/{pl,en,de} up to date with the source
compile  turns every django.po into the django.mo that Django reads
check    fails on what is missing, fuzzy, obsolete, or lost a placeholder or a tag
"""

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "ratusz"
LOCALE = SOURCE / "locale"
TEMPLATE = ROOT / "var" / "messages" / "django.pot"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# Polish has the plural rule of Django's own Polish catalogue, so that both are read alike.
PLURALS = {
    "pl": "nplurals=4; plural=(n==1 ? 0 : (n%10>=2 && n%10<=4) && (n%100<12 || n%100>14) ? 1 : n!=1 && (n%10>=0 && "
    "n%10<=1) || (n%10>=5 && n%10<=9) || (n%100>=12 && n%100<=14) ? 2 : 3);",
    "en": "nplurals=2; plural=(n != 1);",
    "de": "nplurals=2; plural=(n != 1);",
}
HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"

"""
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?[a-z][^>]*>")


def path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def template(language: str = "en") -> Catalog:
    """What the source says today, limited to what the language's catalogue holds."""
    with (ROOT / "script" / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = Catalog(charset="utf-8")
    for _, _, text, comments, context in extract_from_dir(
        SOURCE, methods, options, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        if language != "pl" or isinstance(text, tuple):
            found.add(text, None, auto_comments=comments, context=context)
    return found


def load(language: str) -> Catalog:
    text = path(language).read_bytes() if path(language).exists() else header(language)
    return read_po(BytesIO(text), locale=language)


def header(language: str) -> bytes:
    return HEADER.format(language=language, plurals=PLURALS[language]).encode()


def write(target: Path, content: bytes) -> None:
    """All or nothing, so that a reader never meets half a file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(f".{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(target)


def as_text(catalog: Catalog) -> bytes:
    text = BytesIO()
    write_po(text, catalog, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    return text.getvalue().strip() + b"\n"


def extract() -> int:
    write(TEMPLATE, header("en") + as_text(template()))
    sys.stdout.write(f"{TEMPLATE.relative_to(ROOT)}\n")
    return 0


def update() -> int:
    for language in PLURALS:
        catalog = load(language)
        catalog.update(template(language), update_creation_date=False)
        write(path(language), header(language) + as_text(catalog))
        open_entries = sum(1 for message in entries(catalog) if message.fuzzy or not complete(message))
        sys.stdout.write(f"{language}: {len(catalog)} entries, {open_entries} to translate\n")
    return 0


def compile_all() -> int:
    for language in PLURALS:
        if not path(language).exists():
            continue
        binary = BytesIO()
        write_mo(binary, load(language))
        write(path(language).with_suffix(".mo"), binary.getvalue())
    return 0


def check() -> int:
    faults = [f"{language}: {fault}" for language in PLURALS for fault in faults_of(language)]
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    if faults:
        sys.stderr.write(f"{len(faults)} faults. script/messages update brings the catalogues up to date.\n")
    return 1 if faults else 0


def faults_of(language: str) -> Iterator[str]:
    catalog, wanted = load(language), template(language)
    have = {key(message) for message in entries(catalog)}
    want = {key(message) for message in entries(wanted)}
    yield from (f"not in the catalogue: {words}" for words in sorted(map(str, want - have)))
    yield from (f"no longer in the source: {words}" for words in sorted(map(str, have - want)))
    yield from (f"obsolete: {words}" for words in catalog.obsolete)
    for message in entries(catalog):
        if message.fuzzy:
            yield f"fuzzy: {message.id}"
        if not complete(message):
            yield f"not translated: {message.id}"
        elif not same_placeholders(message):
            yield f"placeholders or tags differ: {message.id}"


def entries(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def key(message: Message) -> tuple[object, str]:
    return message.id, message.context or ""


def forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str) or text is None else tuple(text)


def complete(message: Message) -> bool:
    return all(forms(message.string))


def same_placeholders(message: Message) -> bool:
    """Every form keeps the placeholders and tags of the singular or of the plural of its source."""
    sources = [Counter(PLACEHOLDER.findall(text)) for text in forms(message.id)]
    return all(Counter(PLACEHOLDER.findall(text)) in sources for text in forms(message.string))


COMMANDS = {"extract": extract, "update": update, "compile": compile_all, "check": check}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(f"usage: script/messages {{{'|'.join(COMMANDS)}}}")
    sys.exit(COMMANDS[sys.argv[1]]())
