"""Files of data that leave Ratusz: named, handed to one person, never kept by a cache."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from ratusz.core import spreadsheet

Response = TypeVar("Response", bound=HttpResponseBase)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv(name: str, heading: Iterable[object], rows: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    """`name`.csv, written while it is being sent."""
    lines = spreadsheet.csv_lines(heading, rows)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    return _leaving(response, f"{name}.csv")


def xlsx(
    name: str,
    heading: Sequence[object],
    rows: Iterable[Iterable[object]],
    sheet_name: str,
    widths: Sequence[int] | None = None,
) -> HttpResponse:
    """`name`.xlsx of one sheet; `widths` of the columns are in characters."""
    content = spreadsheet.xlsx(heading, rows, sheet_name, widths)
    return _leaving(HttpResponse(content, content_type=XLSX), f"{name}.xlsx")


def _leaving(response: Response, file_name: str) -> Response:
    response["Content-Disposition"] = content_disposition_header(True, file_name) or "attachment"
    response["Cache-Control"] = "no-store"
    return response
