"""A page as it came from the server, read without a browser."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "use", "wbr"}
OF_ONE_SENTENCE = {
    "a",
    "button",
    "caption",
    "dd",
    "dt",
    "h1",
    "h2",
    "h3",
    "label",
    "legend",
    "li",
    "p",
    "summary",
    "td",
    "th",
}
SPOKEN = (
    "aria-label",
    "title",
    "alt",
    "placeholder",
    "data-busy",
    "data-none",
    "data-choose",
    "data-help",
    "data-person",
)


@dataclass
class Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    def __iter__(self) -> Iterator["Node"]:
        """This node and all below it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child

    def in_language(self, language: str) -> Iterator["Node"]:
        """This node and all below it, but for what is marked as being in another language."""
        if self.attributes.get("lang", language) == language:
            yield self
            for child in self.children:
                if isinstance(child, Node):
                    yield from child.in_language(language)

    def text(self, language: str) -> str:
        if self.attributes.get("lang", language) != language:
            return ""
        return "".join(child if isinstance(child, str) else child.text(language) for child in self.children)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("")]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attributes})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Node(tag, {name: value or "" for name, value in attributes}))

    def handle_endtag(self, tag: str) -> None:
        if tag in [node.tag for node in self.open]:
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(page: str) -> Node:
    reader = _Reader()
    reader.feed(page)
    return reader.open[0]


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def said(page: Node, language: str) -> set[str]:
    """Every piece of text that people read or hear in the page's own language: node, sentence or label."""
    (body,) = [node for node in page if node.tag == "body"]
    pieces: set[str] = set()
    for node in body.in_language(language):
        pieces |= {plain(child) for child in node.children if isinstance(child, str)}
        pieces |= {plain(node.attributes[name]) for name in SPOKEN if name in node.attributes}
        if node.tag in OF_ONE_SENTENCE:
            pieces.add(plain(node.text(language)))
    return pieces - {""}
