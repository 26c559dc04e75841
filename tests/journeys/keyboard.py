"""A person at a browser who has a keyboard only: Tab to get somewhere, keys to do something there."""

from datetime import date, time
from functools import cached_property

from playwright.sync_api import Locator, expect

from tests.journeys.visitor import Visitor

MOST_STOPS = 400
STOP = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const ringed = (part, pseudo) => {
    const style = getComputedStyle(part, pseudo);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  };
  const box = node.getBoundingClientRect();
  const [line] = node.getClientRects();
  const middle = [line.left + line.width / 2, line.top + line.height / 2];
  const [x, y] = middle.map((n, i) => Math.max(1, Math.min(n, [innerWidth, innerHeight][i] - 1)));
  const above = document.elementFromPoint(x, y);
  node.reached = true;
  const faults = [];
  if (!ringed(node) && !ringed(node, '::after') && !ringed(node.parentElement)) faults.push('no ring');
  if (box.width < 2 || box.height < 2) faults.push('no size');
  if (box.bottom <= 0 || box.top >= innerHeight) faults.push('above or below the screen');
  if (box.right <= 0 || box.left >= innerWidth) faults.push('beside the screen');
  if (above && !node.contains(above) && !above.contains(node) && above.closest('label')?.control !== node)
    faults.push(`covered by ${above.outerHTML.slice(0, 80)}`);
  return {name: node.outerHTML.slice(0, 120), faults};
}"""
MISSED = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
  .filter(node => node.tabIndex >= 0 && !node.disabled && !node.reached)
  .filter(node => node.checkVisibility({visibilityProperty: true}))
  .filter(node => !(node.type === 'radio' && [...document.getElementsByName(node.name)].some(other => other.reached)))
  .map(node => node.outerHTML.slice(0, 120))"""
IS_FOCUSED = "node => node === document.activeElement"
IS_BEHIND = "node => !!(node.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING)"
IN_SAME_GROUP = "node => node.type === 'radio' && document.activeElement.name === node.name"


class KeyboardVisitor(Visitor):
    def tab(self, key: str = "Tab") -> dict[str, object] | None:
        """The next stop; wherever the focus is, it must be seen."""
        self.page.keyboard.press(key)
        stop = self.page.evaluate(STOP)
        assert stop is None or not stop["faults"], f"{self.path}: {stop}"
        return stop

    def reach(self, target: Locator) -> None:
        """Tabs there, forwards or backwards, whichever is the way."""
        node = target.element_handle()
        back = node.evaluate(IS_BEHIND)
        for _ in range(MOST_STOPS):
            if node.evaluate(IS_FOCUSED) or node.evaluate(IN_SAME_GROUP):
                return
            self.tab("Shift+Tab" if back else "Tab")
        raise AssertionError(f"{self.path}: the Tab key never reaches {target}")

    def go_round(self, path: str) -> None:
        """Tabs through a whole page: everything is reached, nothing holds the focus fast."""
        self.open(path)
        stops = 0
        while self.tab() or not stops:
            stops += 1
            assert stops < MOST_STOPS, f"{self.path}: the Tab key does not come to an end"
        missed = self.page.evaluate(MISSED)
        assert not missed, f"{self.path}: not reached by Tab: {missed}"

    def skip(self, path: str) -> None:
        """The first stop of a page leads to its content."""
        self.open(path)
        self.tab()
        expect(self.page.locator("a.skip")).to_be_focused()
        self.page.keyboard.press("Enter")
        self.tab()
        assert self.page.evaluate("document.querySelector('main').contains(document.activeElement)"), self.path

    # The same doings as with a pointer

    def activate(self, control: Locator) -> None:
        self.reach(control)
        self.page.keyboard.press("Enter")

    def write(self, field: Locator, text: str) -> None:
        self.reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        expect(field).to_have_value(text)

    def set_day(self, label: str, day: date) -> None:
        order = "%d%m%Y" if self.day_comes_first else "%m%d%Y"
        self._set(self.field(label), day.strftime(order), day.isoformat())

    def set_time(self, label: str, clock: str) -> None:
        typed = time.fromisoformat(clock).strftime("%I%M%p" if self.noon_is_twelve else "%H%M")
        self._set(self.field(label), typed, clock)

    def _set(self, field: Locator, typed: str, value: str) -> None:
        """A field of several parts (day, month, year): the typing begins in its first part."""
        self.reach(field)
        for _ in range(4):
            self.page.keyboard.press("ArrowLeft")
        self.page.keyboard.type(typed)
        expect(field).to_have_value(value)

    def choose(self, option: str) -> None:
        choice = self.page.get_by_role("radio", name=option).or_(self.page.get_by_role("checkbox", name=option)).first
        self.reach(choice)
        self.page.keyboard.press("Space")
        while not choice.evaluate(IS_FOCUSED):
            self.page.keyboard.press("ArrowDown")
        expect(choice).to_be_checked()

    def tick(self, label: str) -> None:
        box = self.page.locator("label.check").filter(has_text=label).locator("input")
        self.reach(box)
        self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def select(self, label: str, option: str) -> None:
        field = self.field(label)
        self.reach(field)
        for _ in self.options(label):
            if field.evaluate("node => node.selectedOptions[0].text") == option:
                return
            self.page.keyboard.press("ArrowDown")
        assert field.evaluate("node => node.selectedOptions[0].text") == option

    def pick_office(self, label: str, typed: str, name: str) -> None:
        field = self.field(label)
        self.write(field, typed)
        wanted = self.page.get_by_role("option").filter(has_text=name).first
        expect(wanted).to_be_visible()
        while field.get_attribute("aria-activedescendant") != wanted.get_attribute("id"):
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")
        expect(field).to_have_value(name)
        expect(field).to_have_attribute("aria-expanded", "false")

    # Browsers write dates and times as the machine does, not as the page does

    @cached_property
    def day_comes_first(self) -> bool:
        return self._typed("date", "01022003") == "2003-02-01"

    @cached_property
    def noon_is_twelve(self) -> bool:
        return self._typed("time", "0915") != "09:15"

    def _typed(self, kind: str, keys: str) -> str:
        page = self.page.context.new_page()
        page.set_content(f"<input type={kind} autofocus>")
        page.focus("input")
        page.keyboard.type(keys)
        value = page.input_value("input")
        page.close()
        return value
