"""A list as a file for a spreadsheet: semicolons, UTF-8 with a byte-order mark, no live formulas."""

import csv
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


class _Echo:
    """Hands back what the csv writer would write."""

    def write(self, line: str) -> str:
        return line


def harmless(cell: object) -> str:
    """A cell that a spreadsheet would run as a formula begins with an apostrophe."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def lines(heading: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";", quoting=csv.QUOTE_ALL)
    yield "\ufeff" + str(writer.writerow(heading))
    for row in rows:
        yield str(writer.writerow([harmless(cell) for cell in row]))


def download(name: str, heading: Iterable[str], rows: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    """The file, written while it is being sent, never kept by a cache."""
    response = StreamingHttpResponse(lines(heading, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "no-store"
    return response
