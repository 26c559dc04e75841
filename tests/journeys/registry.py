"""The errands of source 001 as the manual of the registry tells them, with the labels that it quotes."""

from dataclasses import dataclass

from tests.journeys.manuals import Section, sections
from tests.journeys.visitor import Visitor


@dataclass
class Keeper:
    """Somebody who keeps an organisation in order."""

    visitor: Visitor
    name: str

    def __post_init__(self) -> None:
        self.manual = sections("rejestr", self.visitor.words.language)

    def section(self, number: int) -> Section:
        return self.manual[number - 1]

    def find(self) -> None:
        v = self.visitor
        v.open("/konto/")
        self.section(1).follow(
            lambda labels: v.press(labels[0]),
            lambda labels: v.sees(*labels),
            lambda _: v.press(self.oid()),
        )
        v.sees(v.words("Dane organizacji"), self.name)

    def oid(self) -> str:
        """The identifier beside the name on the list of one's own organisations."""
        row = self.visitor.page.get_by_role("row").filter(has_text=self.name)
        return str(row.get_by_role("link").first.inner_text())

    def open(self) -> None:
        self.visitor.open("/organizacje/moje/")
        self.visitor.press(self.oid())

    def store(self, update: str, ok: str, *told: str) -> None:
        """The review, where `told` is read, and the message of success, closed by OK."""
        v = self.visitor
        v.press(update)
        v.sees(*told)
        v.press(update)
        v.sees(v.words("Sukces"))
        v.press(ok)
        assert v.path.count("/") == 3, v.path

    def change_data(self, **values: str) -> None:
        v = self.visitor
        (edit,), (website,), (update, review), (_again,), (success, ok) = self.section(2).steps
        v.press(edit)
        for label, value in {website: values.pop("website"), **values}.items():
            v.fill(v.words(label), value)
        self.store(update, ok, review)
        assert success == v.words("Sukces")

    def overwrite_contact(self, *, first: bool = False, **values: str) -> None:
        """R-001-2.2: typed over what stands there, and not stored yet; the first one is to be reached somehow."""
        v = self.visitor
        (section,), (_email, *ticks) = self.section(3).steps[:2]
        v.press(section)
        for label, value in values.items():
            v.fill(v.words(label), value)
        for tick in ticks if first else ():
            v.tick(tick)

    def store_contact(self, *told: str) -> None:
        self.store(*self.section(3).steps[2], *told)

    def choose_contact(self, person: str) -> None:
        v = self.visitor
        self.section(4).follow(
            lambda labels: [v.press(label) for label in labels],
            lambda labels: (v.sees(labels[0]), v.choose(person), v.press(labels[1])),
            lambda labels: (v.sees(v.words("Masz niezapisane zmiany")), self.store(*labels, person)),
        )

    def copy_contact(self, role: str) -> None:
        """R-001-3.3.1: somebody new, who is the contact person."""
        v = self.visitor
        (section,), (new, _edit), _fields, _ticks, _save, _store = self.section(5).steps
        v.press(section)
        v.press(new)
        v.press(self.section(5).beside[0])
        v.choose(role)

    def store_user(self, *told: str) -> None:
        v, ((save,), store) = self.visitor, self.section(5).steps[4:]
        v.press(save)
        v.sees(v.words("do dodania"))
        self.store(*store, *told)

    def ask_to_remove(self, person: str) -> tuple[str, str]:
        """The question about somebody; its two answers."""
        v = self.visitor
        (section,), (remove,), (yes, no) = self.section(7).steps[:3]
        v.press(section)
        v.switch(remove, person)
        v.sees(v.words("Usunąć tę osobę?"), person)
        return yes, no

    def remove(self, person: str) -> None:
        """R-001-4.1: first no, which changes nothing, then yes."""
        v = self.visitor
        _yes, no = self.ask_to_remove(person)
        v.switch(no)
        assert v.words("Masz niezapisane zmiany") not in v.text
        yes, _no = self.ask_to_remove(person)
        v.press(yes)
        v.sees(v.words("do usunięcia"))

    def store_removal(self, *told: str) -> None:
        self.store(*self.section(7).steps[3], *told)

    def accept(self, link: str, first: str, last: str, password: str) -> None:
        v = self.visitor
        given = [first, last, "500 600 700", password, password]
        self.section(6).follow(
            lambda _: v.open(link),
            lambda labels: (
                [v.fill(label, value) for label, value in zip(labels[:5], given, strict=True)],
                v.tick(labels[5]),
            ),
            lambda labels: v.press(labels[0]),
            lambda labels: v.sees(*labels),
        )

    def register(self, kind: str, unit: tuple[str, str], data: dict[str, str], contact: list[str]) -> None:
        v = self.visitor
        self.section(9).follow(
            lambda labels: (v.open("/organizacje/moje/"), v.press(labels[1])),
            lambda labels: (v.select(labels[0], kind), v.pick_office(labels[1], *unit)),
            lambda labels: [v.fill(label, data[label]) for label in labels],
            lambda labels: (
                self.go_to(labels[0]),
                [v.fill(label, value) for label, value in zip(labels[1:4], contact, strict=True)],
                [v.tick(label) for label in labels[4:]],
            ),
            lambda labels: (v.press(labels[0]), v.sees(labels[1]), v.tick(labels[2])),
            lambda labels: [v.press(label) for label in labels],
        )

    def go_to(self, section: str) -> None:
        """By the side menu, which is folded on phones."""
        v = self.visitor
        if (v.page.viewport_size or {"width": 0})["width"] < 768:
            v.unfold(v.words("Sekcje organizacji"))
        v.press(section)
