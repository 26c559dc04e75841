"""REGON, the official register of units: the service BIR1.1 of Statistics Poland (GUS), by NIP or by REGON.

People are left out: a sole trader in the register is a natural person, and no organisation of ours is one.
"""

import re
from collections import defaultdict
from contextlib import suppress
from html import escape

from django.conf import settings

from ratusz.organisations.outside import regon_fields as fields
from ratusz.organisations.outside.answers import Found, Unavailable, refused, silent, switched_off
from ratusz.organisations.outside.soap import Exchange, parse

REGISTER = "REGON"
OURS = "http://CIS/BIR/PUBL/2014/07"
COMMON = "http://CIS/BIR/2014/07"
CONTRACTS = {OURS: f"{OURS}/IUslugaBIRzewnPubl", COMMON: f"{COMMON}/IUslugaBIR"}
ENVELOPE = (
    '<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://www.w3.org/2005/08/addressing"'
    ' xmlns:bir="{space}" xmlns:data="http://CIS/BIR/PUBL/2014/07/DataContract">'
    "<soap:Header><wsa:To>{to}</wsa:To><wsa:Action>{action}</wsa:Action></soap:Header>"
    "<soap:Body><bir:{operation}>{content}</bir:{operation}></soap:Body></soap:Envelope>"
)
NOT_FOUND = "4"
NO_SESSION = ("7", "")  # the service says either, when it has forgotten the session that it is asked about
# The types of units that we take over, with the name of their full report and the prefix of its fields.
REPORTS = {"P": ("BIR11OsPrawna", "praw_"), "LP": ("BIR11JednLokalnaOsPrawnej", "lokpraw_")}

Row = defaultdict[str, str]


def regon_is_on() -> bool:
    return bool(settings.REGON_KEY)


def by_nip(nip: str) -> Found | None:
    """R-001-D1: the unit with this NIP (ten digits), None when there is none. Raises Unavailable."""
    return _unit("Nip", nip) if re.fullmatch(r"[0-9]{10}", nip) else None


def by_regon(regon: str) -> Found | None:
    """R-001-D1: the unit with this REGON (nine digits, or fourteen), None when there is none. Raises Unavailable."""
    return _unit("Regon", regon) if re.fullmatch(r"[0-9]{9}(?:[0-9]{5})?", regon) else None


def _unit(named_by: str, number: str) -> Found | None:
    if not regon_is_on():
        raise switched_off(REGISTER)
    with Session() as session:
        row = session.search(named_by, number)
        return fields.found(row, session.report(row)) if row else None


class Session:
    """Logged in at the register from entering to leaving."""

    def __enter__(self) -> "Session":
        self.exchange, self.sid = Exchange(REGISTER, settings.REGON_URL), ""
        self._log_in()
        return self

    def __exit__(self, *_fault: object) -> None:
        if not self.sid:
            return
        with suppress(Unavailable):  # it is in the log, and the session ends by itself within the hour
            self._result("Wyloguj", f"<bir:pIdentyfikatorSesji>{escape(self.sid)}</bir:pIdentyfikatorSesji>")

    def search(self, named_by: str, number: str) -> Row | None:
        """The unit with that number: rather one that exists than one that has ended, rather the whole than a part."""
        wanted = f"<data:{named_by}>{number}</data:{named_by}>"
        rows = self._rows("DaneSzukajPodmioty", f"<bir:pParametryWyszukiwania>{wanted}</bir:pParametryWyszukiwania>")
        units = [row for row in rows if row["Typ"] in REPORTS]
        return min(units, key=lambda row: (bool(row["DataZakonczeniaDzialalnosci"]), row["Typ"] != "P"), default=None)

    def report(self, row: Row) -> Row:
        """Where the seat lies and how to reach it, under names without prefix.

        Empty when it cannot be had: name and address are worth having without it.
        """
        name, prefix = REPORTS[row["Typ"]]
        number = f"<bir:pRegon>{escape(row['Regon'])}</bir:pRegon>"
        try:
            rows = self._rows("DanePobierzPelnyRaport", f"{number}<bir:pNazwaRaportu>{name}</bir:pNazwaRaportu>")
        except Unavailable:  # the reason is in the log
            rows = []
        return Row(str, {field.removeprefix(prefix): value for row in rows[:1] for field, value in row.items()})

    def _log_in(self) -> None:
        self.sid = ""
        key = f"<bir:pKluczUzytkownika>{escape(settings.REGON_KEY)}</bir:pKluczUzytkownika>"
        self.sid = self._result("Zaloguj", key)
        if not self.sid:
            raise refused(REGISTER, "no session given for RATUSZ_REGON_KEY")

    def _rows(self, operation: str, content: str) -> list[Row]:
        """What was asked for, none when it is not there. A session that the service forgot is opened anew, once."""
        code, rows = self._answer(operation, content)
        if code in NO_SESSION:
            self._log_in()
            code, rows = self._answer(operation, content)
        if code not in (None, NOT_FOUND):
            raise silent(REGISTER, f"{operation}: code {code!r}")
        return rows

    def _answer(self, operation: str, content: str) -> tuple[str | None, list[Row]]:
        """The code with which the service explains why there is nothing (None when there is), and the rows."""
        text = self._result(operation, content)
        if not text:
            parameter = "<bir:pNazwaParametru>KomunikatKod</bir:pNazwaParametru>"
            return self._result("GetValue", parameter, space=COMMON), []
        rows = _rows_of(text)
        code = rows[0]["ErrorCode"] if rows else NOT_FOUND
        return (code, []) if code else (None, rows)

    def _result(self, operation: str, content: str, *, space: str = OURS) -> str:
        action = f"{CONTRACTS[space]}/{operation}"
        to = escape(self.exchange.url)
        envelope = ENVELOPE.format(space=space, to=to, action=action, operation=operation, content=content)
        headers = {"Content-Type": "application/soap+xml; charset=utf-8", **({"sid": self.sid} if self.sid else {})}
        result = self.exchange.ask(envelope, headers).find(f"{{*}}{operation}Response/{{*}}{operation}Result")
        if result is None:
            raise silent(REGISTER, f"{operation}: an answer to something else")
        return (result.text or "").strip()


def _rows_of(text: str) -> list[Row]:
    """The result is a document of its own inside the envelope: <root> with a <dane> for every unit."""
    try:
        root = parse(text)
    except ValueError as fault:
        raise silent(REGISTER, f"inside the envelope: {fault}") from fault
    return [Row(str, {_local(cell.tag): (cell.text or "").strip() for cell in row}) for row in root.findall("{*}dane")]


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
