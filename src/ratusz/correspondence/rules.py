"""How a letter is laid out, and when a delivery is given up. Pure functions: text in, text out."""

import re
import textwrap
from datetime import timedelta
from html import escape

WIDTH = 78
MOST_ATTEMPTS = 48
PAUSE = timedelta(minutes=5)
ITEM = "- "
_PARAGRAPHS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_LINK = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]")


def one_line(text: object) -> str:
    """What may stand in a header: no line breaks, control or direction marks, single spaces."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())


def paragraphs(text: str) -> list[list[str]]:
    """A written text as paragraphs of lines; a blank line, or several, parts two paragraphs.

    Items of a list belong together, even if blank lines stand between them.
    """
    found: list[list[str]] = []
    for part in _PARAGRAPHS.split(text.strip().replace("\r\n", "\n")):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        if found and lines and found[-1][-1].startswith(ITEM) and lines[0].startswith(ITEM):
            found[-1] += lines
        elif lines:
            found.append(lines)
    return found


def wrapped(text: str) -> str:
    """The plain part: no line over 78 characters, except for an address that must not be broken."""
    return "\n\n".join("\n".join(_wrap(line) for line in lines) for lines in paragraphs(text))


def _wrap(line: str) -> str:
    indent = " " * len(ITEM) if line.startswith(ITEM) else ""
    return textwrap.fill(line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def to_html(text: str) -> str:
    """The same text as HTML: paragraphs, lists of lines that begin with "- ", links. Everything is escaped."""
    return "\n".join(_block(lines) for lines in paragraphs(text))


def _block(lines: list[str]) -> str:
    blocks: list[tuple[bool, list[str]]] = []
    for line in lines:
        is_item = line.startswith(ITEM)
        if not blocks or blocks[-1][0] != is_item:
            blocks.append((is_item, []))
        blocks[-1][1].append(_linked(line.removeprefix(ITEM) if is_item else line))
    return "\n".join(_list(inner) if is_list else f"<p>{'<br>'.join(inner)}</p>" for is_list, inner in blocks)


def _list(items: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _linked(line: str) -> str:
    done, place = [], 0
    for match in _LINK.finditer(line):
        address = escape(match.group())
        done += [escape(line[place : match.start()]), f'<a href="{address}">{address}</a>']
        place = match.end()
    return "".join(done) + escape(line[place:])
