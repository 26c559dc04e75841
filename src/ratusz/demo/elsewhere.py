"""What other offices proposed; Filip's wait, because nobody has confirmed him yet."""

from ratusz.demo.cast import CHORZOW, CZELADZ, LAZISKA, MIKOLOWSKI, PRZYROW, ZYWIEC, Office
from ratusz.demo.matter import Matter

LATE = "Termin zbyt bliski, żeby zebrać grupę. Zaproponuj datę co najmniej dwa tygodnie później."
FULL = "Ten temat prowadzimy tylko online. Zaproponuj szkolenie online."
STRIKE = "Budynek jest w tym dniu zamknięty z powodu awarii ogrzewania."

MATTERS: dict[Office, list[Matter]] = {
    CHORZOW: [
        Matter(26, (-14, "9:00"), 0, "Karol Wolny, Lidia Sroka, Damian Pyka", 0, "ul. Wodna 2", "accepted", 23),
        Matter(21, (-3, "10:00"), 2, "Lidia Sroka, Ryszard Kot", None, "", "accepted", 18),
        Matter(19, (1, "9:00"), 3, "Ola Gaj, Norbert Cieśla, Eryk Morys", None, "", "rejected", 16, LATE),
        Matter(15, (8, "9:00"), 4, "Damian Pyka, Ola Gaj, Barbara Szopa", 0, "ul. Wodna 2", "accepted", 11),
        Matter(11, (16, "12:00"), 3, "Eryk Morys, Norbert Cieśla", None, "", "accepted", 5, moved=(17, "12:00")),
        Matter(7, (20, "9:00"), 0, "Barbara Szopa, Ryszard Kot, Lidia Sroka", 1, "Dom kultury, ul. Cicha 7"),
        Matter(4, (25, "13:00"), 1, "Karol Wolny, Ola Gaj", None),
    ],
    LAZISKA: [
        Matter(23, (-8, "8:30"), 1, "Gabriela Żyła, Wit Ulman", None, "", "accepted", 19),
        Matter(16, (7, "9:00"), 3, "Wit Ulman, Daniela Ość", 0, "ul. Parkowa 1", "cancelled", 10, STRIKE, cancelled=2),
        Matter(9, (15, "10:00"), 3, "Wit Ulman, Daniela Ość, Gabriela Żyła", None, "", "accepted", 6),
        Matter(2, (28, "9:00"), 1, "Daniela Ość", None),
    ],
    PRZYROW: [
        Matter(18, (6, "11:00"), 0, "Stefan Bąk, Regina Mól", 0, "Przyrów 12", "rejected", 12, FULL),
        Matter(10, (13, "11:00"), 0, "Stefan Bąk, Regina Mól", None, "", "accepted", 7),
        Matter(3, (32, "11:00"), None, "Regina Mól", 2),
    ],
    ZYWIEC: [
        Matter(20, (10, "9:00"), 2, "Łucja Żak, Feliks Szczur", 2, "", "accepted", 14),
        Matter(14, (11, "9:00"), 4, "Feliks Szczur, Ignacy Pająk", None, "", "withdrawn", 12),
        Matter(5, (22, "9:30"), 4, "Ignacy Pająk, Łucja Żak, Wanda Cebula", None),
    ],
    MIKOLOWSKI: [
        Matter(17, (5, "9:00"), 2, "Hubert Stolarz, Nina Zawada", 0, "ul. Ogrodowa 3, sala 2", "accepted", 9),
        Matter(13, (4, "14:00"), 4, "Nina Zawada, Oskar Młynek", None, "", "rejected", 10, LATE),
        Matter(8, (19, "9:00"), 2, "Hubert Stolarz, Oskar Młynek, Sylwia Krawiec", 1, "Zajazd przy rynku"),
        Matter(1, (35, "10:00"), 4, "Sylwia Krawiec, Nina Zawada", None),
    ],
    CZELADZ: [
        Matter(6, (17, "9:00"), 0, "Konrad Bil, Beata Sowa, Emil Gąska", 0, "ul. Szkolna 8, sala narad"),
        Matter(4, (23, "12:00"), 4, "Beata Sowa, Lena Iskra", None),
        Matter(2, (27, "9:00"), 0, "Emil Gąska, Konrad Bil", None, "", "withdrawn", 1),
        Matter(1, (29, "9:00"), 3, "Lena Iskra, Konrad Bil, Beata Sowa", None),
    ],
}
