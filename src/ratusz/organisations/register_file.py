"""From the file that an operator downloaded to its text: unpacked, decoded, or refused in words."""

import hashlib
import io
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ratusz.core.verdict import Refused

MAX_BYTES = 20 * 1024 * 1024
WRONG_EDITIONS = ("adresow", "statystyczn")
DOWNLOAD = gettext_lazy(
    "Pobierz z eteryt.stat.gov.pl (Udostępnianie danych, Pliki pełne) plik TERC w wydaniu „Urzędowy”, "
    "w formacie CSV, i zaimportuj go bez otwierania w arkuszu kalkulacyjnym."
)


class RegisterRefused(Refused):
    """The file is not a register that can be taken over. `line` is counted from 1; None: the file as a whole."""

    def __init__(self, fault: str, line: int | None = None, advice: object = DOWNLOAD) -> None:
        self.fault, self.line, self.advice = fault, line, str(advice)
        where = fault if line is None else _("Wiersz %(line)d: %(fault)s") % {"line": line, "fault": fault}
        super().__init__(f"{where} {self.advice}".strip(), "")


@dataclass(frozen=True)
class RegisterText:
    """The decoded text and the fingerprint of the file it came from."""

    text: str
    sha256: str


def read_text(file: str | os.PathLike[str] | BinaryIO) -> RegisterText:
    """The text of a CSV file, or of the only CSV file in a ZIP. `file`: a path or an open binary file.

    Raises RegisterRefused.
    """
    data = _bytes_of(file)
    _refuse_edition(str(getattr(file, "name", file)))
    csv = _unpacked(data) if data.startswith(b"PK") else data
    return RegisterText(_decoded(csv), hashlib.sha256(csv).hexdigest())


def _bytes_of(file: str | os.PathLike[str] | BinaryIO) -> bytes:
    if not isinstance(file, str | os.PathLike):
        return _within_limit(file.read(MAX_BYTES + 1))
    try:
        with Path(file).open("rb") as opened:
            return _within_limit(opened.read(MAX_BYTES + 1))
    except (OSError, ValueError) as fault:
        reason = _("Nie można odczytać pliku %(name)s: %(fault)s.") % {"name": os.fspath(file), "fault": fault}
        raise RegisterRefused(reason, advice=_("Sprawdź nazwę pliku i prawa dostępu.")) from fault


def _within_limit(data: bytes) -> bytes:
    if len(data) > MAX_BYTES:
        raise RegisterRefused(_("Plik jest dużo większy od rejestru TERC (ponad 20 MB)."))
    return data


def _unpacked(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _only_csv(archive)
    except RegisterRefused:
        raise
    except Exception as fault:  # a damaged archive makes zipfile raise a dozen unrelated types
        raise RegisterRefused(_("Archiwum ZIP jest uszkodzone albo zaszyfrowane.")) from fault


def _only_csv(archive: zipfile.ZipFile) -> bytes:
    names = [name for name in archive.namelist() if name.lower().endswith(".csv")]
    if len(names) != 1:
        advice = _("Rozpakuj archiwum i wskaż plik TERC_Urzedowy_RRRR-MM-DD.csv.")
        found = _("W archiwum ZIP powinien być jeden plik CSV, a liczba takich plików to %(count)d.")
        raise RegisterRefused(found % {"count": len(names)}, advice=advice)
    _refuse_edition(names[0])
    with archive.open(names[0]) as member:
        return _within_limit(member.read(MAX_BYTES + 1))


def _refuse_edition(name: str) -> None:
    base = os.path.basename(name).lower()
    if any(edition in base for edition in WRONG_EDITIONS):
        fault = _("Nazwa pliku %(name)s wskazuje na inne wydanie rejestru niż „Urzędowy”.")
        raise RegisterRefused(fault % {"name": os.path.basename(name)})


def _decoded(data: bytes) -> str:
    if not data.strip():
        raise RegisterRefused(_("Plik jest pusty."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise RegisterRefused(_("Znaki nie są zapisane w kodowaniu UTF-8."), line) from fault
