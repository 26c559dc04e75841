"""The rows of a TERC file, checked against each other: nothing missing, nothing twice, nothing contradictory."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from ratusz.organisations.register_file import RegisterRefused
from ratusz.organisations.register_rows import Row

GMINA_TYPES = frozenset("123")
MIXED_TYPES = frozenset("345")
COUNTY_TYPES = frozenset("12345")
CITY_TYPES = frozenset("189")


def complete(found: list[Row]) -> dict[str, Row]:
    """The rows by code. Raises RegisterRefused at the first row that contradicts another or lacks one."""
    by_code = _unique(found)
    _refuse_other_days(found)
    _refuse_orphans(found, by_code)
    _refuse_incomplete_gminas(found)
    _refuse_incomplete_cities(found)
    _refuse_childless(found)
    return by_code


def _unique(found: Iterable[Row]) -> dict[str, Row]:
    by_code: dict[str, Row] = {}
    for row in found:
        first = by_code.setdefault(row.code, row)
        if first is not row:
            fault = _("Kod %(code)s występuje drugi raz (pierwszy raz w wierszu %(line)d).")
            raise RegisterRefused(fault % {"code": row.code, "line": first.line}, row.line)
    return by_code


def _refuse_other_days(found: list[Row]) -> None:
    for row in found:
        if row.as_of != found[0].as_of:
            fault = _("STAN_NA %(day)s różni się od daty w pierwszym wierszu (%(first)s).")
            raise RegisterRefused(fault % {"day": row.as_of, "first": found[0].as_of}, row.line)


def _refuse_orphans(found: Iterable[Row], by_code: dict[str, Row]) -> None:
    for row in found:
        if row.county and row.voivodship not in by_code:
            raise RegisterRefused(_("Brakuje wiersza województwa %(code)s.") % {"code": row.voivodship}, row.line)
        if row.gmina and row.voivodship + row.county not in by_code:
            code = row.voivodship + row.county
            raise RegisterRefused(_("Brakuje wiersza powiatu %(code)s.") % {"code": code}, row.line)


def _refuse_incomplete_gminas(found: Iterable[Row]) -> None:
    """A gmina has one type; an urban-rural one has three rows: itself, its town and its rural area."""
    parts: dict[str, list[Row]] = {}
    for row in found:
        if row.gmina:
            parts.setdefault(row.stem, []).append(row)
    for stem, rows_of_one in parts.items():
        types = {row.type for row in rows_of_one}
        if types == MIXED_TYPES or (len(types) == 1 and not types & MIXED_TYPES):
            continue
        if types == {"4", "5"}:
            fault = _("Gmina miejsko-wiejska %(code)s nie ma wiersza RODZ 3, jak w wydaniu „Adresowy”.")
        else:
            fault = _("Wiersze jednostki %(code)s przeczą sobie albo są niepełne.")
        raise RegisterRefused(fault % {"code": stem}, rows_of_one[0].line)


def _refuse_incomplete_cities(found: Iterable[Row]) -> None:
    """A city with powiat rights is a powiat of one urban gmina; only such a city has districts."""
    cities = {row.stem: row for row in found if row.in_city and not row.gmina}
    gminas = Counter(row.stem[:4] for row in found if row.in_city and row.type == "1")
    for row in found:
        if row.type and row.type not in (CITY_TYPES if row.in_city else COUNTY_TYPES):
            raise RegisterRefused(_("Jednostki %(code)s nie może być w tym powiecie.") % {"code": row.code}, row.line)
        if row.type == "1" and row.in_city and row.name != cities[row.stem[:4]].name:
            fault = _("Nazwa gminy %(code)s różni się od nazwy miasta na prawach powiatu.")
            raise RegisterRefused(fault % {"code": row.code}, row.line)
    for stem, row in cities.items():
        if gminas[stem] != 1:
            fault = _("Miasto %(name)s nie ma jednego wiersza RODZ 1; w wydaniu „Adresowy” go brakuje.")
            raise RegisterRefused(fault % {"name": row.name}, row.line)


def _refuse_childless(found: Iterable[Row]) -> None:
    parents = {row.voivodship for row in found if row.county}
    parents |= {row.stem[:4] for row in found if row.type in GMINA_TYPES}
    for row in found:
        if not row.type and row.stem not in parents:
            raise RegisterRefused(_("Jednostka %(code)s nie ma żadnych gmin.") % {"code": row.stem}, row.line)
