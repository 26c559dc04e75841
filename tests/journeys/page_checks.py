"""What holds on every page that a visitor sees, whatever it is about."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']}).then(found => found.violations)"
STRUCTURE = """() => [...document.querySelectorAll('*')].map(node => node.tagName + [...node.attributes]
  .filter(({name}) => /^(class|role|type|open|lang|aria-.*)$/.test(name))
  .map(({name, value}) => ` ${name}=${/describedby|labelledby|controls|label$/.test(name) ? '' : value}`)
  .join('')).join('>')"""
FACTS = """() => ({
  language: document.documentElement.lang,
  headings: document.querySelectorAll('h1').length,
  title: document.title,
  inline: [...document.querySelectorAll('*')]
    .filter(node => node.matches('style, script:not([src])')
      || [...node.attributes].some(({name}) => name === 'style' || name.startsWith('on')))
    .map(node => node.outerHTML.slice(0, 120)),
  twice: [...document.querySelectorAll('[id]')].map(node => node.id)
    .filter((id, place, all) => all.indexOf(id) !== place),
  sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
})"""


@cache
def _axe() -> str:
    return AXE.read_text()


def frame(page: Page, language: str) -> list[str]:
    """Faults of the frame: language, one main heading, nothing inline, no id twice, nothing to scroll sideways."""
    facts = page.evaluate(FACTS)
    wanted = {**facts, "language": language, "headings": 1, "inline": [], "twice": [], "sideways": 0}
    faults = [f"{name}: {facts[name]!r} instead of {wanted[name]!r}" for name in wanted if facts[name] != wanted[name]]
    return faults if facts["title"].strip() else [*faults, "no title"]


def barriers(page: Page, seen: set[tuple[Any, ...]], *circumstances: object) -> list[str]:
    """What axe finds. A page built exactly like one in `seen`, in the same circumstances, is not examined again."""
    signature = (page.evaluate(STRUCTURE), page.viewport_size["width"] if page.viewport_size else 0, *circumstances)
    if signature in seen:
        return []
    seen.add(signature)
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    return [_told(found) for found in page.evaluate(RUN, TAGS)]


def _told(found: dict[str, Any]) -> str:
    where = "\n".join(f"    {node['html'][:160]}\n      {node['failureSummary']}" for node in found["nodes"][:4])
    return f"{found['id']} ({found['impact']}), {len(found['nodes'])} times: {found['help']}\n{where}"
