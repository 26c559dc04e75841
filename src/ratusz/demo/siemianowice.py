"""What Anna's office proposed: seventeen matters, one of every kind."""

from ratusz.demo.matter import Change, Matter

ROOM = "ul. Kasztanowa 10, sala konferencyjna, II piętro"
SEVEN = "Paweł Niesporek, Tomasz Buła, Ewelina Kuś, Marta Żurek, Alicja Wąs, Irena Kołodziej, Jan Hanke"
LIBRARY = "Biblioteka miejska, ul. Lipowa 4, czytelnia"

CANCELLED = "Trener zachorował, a w tym tygodniu nikt nie może go zastąpić. Zaproponuj nowy termin."
TAKEN = "W tym dniu trener prowadzi już inną grupę. Zaproponuj termin po 20. dniu miesiąca."
BACK = "Wróciła z urlopu i prowadzi ten sam rejestr."
AUDIT = "W tym dniu w urzędzie jest kontrola archiwum."
ON_SITE = "Wolimy spotkać się na miejscu, w sali urzędu."
NO_COMPUTERS = "W sali nie ma stanowisk komputerowych. Zostajemy przy szkoleniu online."
NEW_HERE = "Przeszedł do nas z innego wydziału i potrzebuje tego szkolenia."
TWICE = "To samo szkolenie dla tych osób jest już zaakceptowane w innym zgłoszeniu."

MATTERS = [
    Matter(24, (-12, "9:00"), 0, "Bartek Mazur, Celina Wrona, Jadwiga Polok", 0, ROOM, "accepted", 21),
    Matter(22, (-6, "12:00"), 1, "Robert Gwóźdź, Urszula Ćmok", None, "", "accepted", 20, moved=(-5, "12:00")),
    Matter(20, (6, "10:00"), 4, "Marta Żurek, Paweł Niesporek", None, "", "withdrawn", 17),
    Matter(18, (2, "9:00"), 0, "Celina Wrona, Jan Hanke, Mirosława Ślęzak", None, "", "rejected", 15, TAKEN),
    Matter(
        sent=17,
        starts=(3, "9:00"),
        topic=2,
        people="Bartek Mazur, Ewelina Kuś, Zbigniew Ryba, Alicja Wąs",
        place=1,
        address=LIBRARY,
        outcome="accepted",
        decided=14,
        note="Materiały przyślemy uczestnikom dzień wcześniej.",
        changes=(Change("person_added", {"name": "Teresa Brol"}, BACK, asked=8, answer="accepted"),),
    ),
    Matter(16, (5, "13:00"), 3, "Urszula Ćmok, Henryk Jany", None, "", "accepted", 12, moved=(7, "9:00")),
    Matter(15, (4, "8:30"), 1, "Jolanta Dudek, Piotr Węgrzyn", 0, ROOM, "cancelled", 13, CANCELLED, cancelled=3),
    Matter(14, (9, "9:00"), 4, "Anna Jarosz", None, "", "withdrawn", 13),
    Matter(
        sent=13,
        starts=(12, "9:00"),
        topic=0,
        people="Celina Wrona, Jan Hanke, Mirosława Ślęzak, Tomasz Buła",
        place=0,
        address=ROOM,
        outcome="accepted",
        decided=9,
        changes=(Change("starts_at", {"starts_at": (15, "9:00")}, AUDIT, asked=2),),
    ),
    Matter(
        sent=12,
        starts=(14, "10:00"),
        topic=3,
        people="Bartek Mazur, Marta Żurek, Paweł Niesporek, Ewelina Kuś, Alicja Wąs",
        outcome="accepted",
        decided=8,
        changes=(
            Change("venue", {"place": 0, "address": ROOM}, ON_SITE, asked=6, answer="rejected", note=NO_COMPUTERS),
            Change("person_added", {"name": "Sebastian Kopeć"}, NEW_HERE, asked=1),
        ),
    ),
    Matter(10, (18, "9:00"), 2, "Bartek Mazur, Celina Wrona", None, "", "rejected", 7, TWICE),
    Matter(8, (12, "10:00"), 1, "Celina Wrona, Robert Gwóźdź", None),
    Matter(6, (21, "9:00"), 3, "Jadwiga Polok, Zbigniew Ryba, Irena Kołodziej", 1, LIBRARY),
    Matter(5, (24, "11:30"), 4, "Henryk Jany, Jolanta Dudek, Piotr Węgrzyn, Anna Jarosz, Teresa Brol", None, edited=4),
    Matter(3, (26, "9:00"), 0, SEVEN, 0, ROOM),
    Matter(2, (30, "12:30"), None, "Bartek Mazur", 2),
    Matter(1, (33, "9:00"), 1, "Urszula Ćmok, Mirosława Ślęzak, Sebastian Kopeć", None),
]
