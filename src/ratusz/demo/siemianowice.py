"""What Anna's office proposed: seventeen matters, one of every kind."""

from ratusz.demo.matter import Change, Matter

ROOM = "ul. Kasztanowa 10, sala konferencyjna, II piętro"
LIBRARY = "Biblioteka miejska, ul. Lipowa 4, czytelnia"

CANCELLED = "Trener zachorował, a w tym tygodniu nikt nie może go zastąpić. Zaproponuj nowy termin."
TAKEN = "W tym dniu trener prowadzi już inną grupę. Zaproponuj termin po 20. dniu miesiąca."
TWICE = "To samo szkolenie dla tych osób jest już zaakceptowane w innym zgłoszeniu."

MATTERS = [
    Matter(24, (-12, "9:00"), 0, "Bartek Mazur, Celina Wrona, Jadwiga Polok", 0, ROOM, "accepted", 21),
    Matter(22, (-6, "12:00"), 1, "Robert Gwóźdź, Urszula Ćmok", None, "", "accepted", 20, moved=(-5, "12:00")),
    Matter(20, (6, "10:00"), 4, "Marta Żurek, Paweł Niesporek", None, "", "withdrawn", 17),
    Matter(18, (2, "9:00"), 0, "Celina Wrona, Jan Hanke, Mirosława Ślęzak", None, "", "rejected", 15, TAKEN),
    Matter(
        *(17, (3, "9:00"), 2, "Bartek Mazur, Ewelina Kuś, Zbigniew Ryba, Alicja Wąs", 1, LIBRARY, "accepted", 14),
        note="Materiały przyślemy uczestnikom dzień wcześniej.",
        changes=[
            Change(
                *("person_added", {"first_name": "Teresa", "last_name": "Brol"}),
                *("Wróciła z urlopu i obsługuje ten sam rejestr.", 8, "accepted"),
            )
        ],
    ),
    Matter(16, (5, "13:00"), 3, "Urszula Ćmok, Henryk Jany", None, "", "accepted", 12, moved=(7, "9:00")),
    Matter(15, (4, "8:30"), 1, "Jolanta Dudek, Piotr Węgrzyn", 0, ROOM, "cancelled", 13, CANCELLED, cancelled=3),
    Matter(14, (9, "9:00"), 4, "Anna Jarosz", None, "", "withdrawn", 13),
    Matter(
        *(13, (12, "9:00"), 0, "Celina Wrona, Jan Hanke, Mirosława Ślęzak, Tomasz Buła", 0, ROOM, "accepted", 9),
        changes=[
            Change("starts_at", {"starts_at": "15 9:00"}, "W tym dniu urząd przyjmuje kontrolę archiwum.", 2),
        ],
    ),
    Matter(
        *(12, (14, "10:00"), 3, "Bartek Mazur, Marta Żurek, Paweł Niesporek, Ewelina Kuś, Alicja Wąs", None, ""),
        *("accepted", 8),
        changes=[
            Change("venue", {"place": "0", "address": ROOM}, "Wolimy spotkać się na miejscu.", 6, "rejected", "Sala urzędu nie ma stanowisk komputerowych. Zostajemy przy szkoleniu online."),
            Change("person_added", {"first_name": "Sebastian", "last_name": "Kopeć"}, "Przeszedł do wydziału z innego urzędu.", 1),
        ],
    ),
    Matter(10, (18, "9:00"), 2, "Bartek Mazur, Celina Wrona", None, "", "rejected", 7, TWICE),
    Matter(8, (12, "10:00"), 1, "Celina Wrona, Robert Gwóźdź", None),
    Matter(6, (21, "9:00"), 3, "Jadwiga Polok, Zbigniew Ryba, Irena Kołodziej", 1, LIBRARY),
    Matter(5, (24, "11:30"), 4, "Henryk Jany, Jolanta Dudek, Piotr Węgrzyn, Anna Jarosz, Teresa Brol", None, edited=4),
    Matter(3, (26, "9:00"), 0, "Paweł Niesporek, Tomasz Buła, Ewelina Kuś, Marta Żurek, Alicja Wąs, Irena Kołodziej, Jan Hanke", 0, ROOM),
    Matter(2, (30, "12:30"), None, "Bartek Mazur", 2),
    Matter(1, (33, "9:00"), 1, "Urszula Ćmok, Mirosława Ślęzak, Sebastian Kopeć", None),
]
