"""Files of data on their way out."""

import pytest

from ratusz.core.spreadsheet import read_table
from ratusz.privacy import downloads

HEADING, ROWS = ["Nazwa", "NIP"], [["Urząd", "0123456789"], ["=1+1", ""]]


@pytest.mark.parametrize(
    ("response", "kind"),
    [
        (lambda name: downloads.csv(name, HEADING, iter(ROWS)), "csv"),
        (lambda name: downloads.xlsx(name, HEADING, iter(ROWS), "Lista", widths=[40, 12]), "xlsx"),
    ],
    ids=["csv", "xlsx"],
)
def test_a_file_is_named_holds_its_rows_and_is_kept_by_no_cache(response, kind):
    plain, polish = response("urzedy"), response('urzędy "śląskie"\r\n')
    assert plain["Content-Disposition"] == f'attachment; filename="urzedy.{kind}"'
    assert "\n" not in polish["Content-Disposition"]
    assert polish["Content-Disposition"].startswith("attachment; filename*=utf-8''urz%C4%99dy%20%22")
    assert plain["Cache-Control"] == "no-store"
    assert plain["Content-Type"].startswith({"csv": "text/csv", "xlsx": "application/vnd.openxml"}[kind])
    assert read_table("x", plain.getvalue()).rows == [tuple(row) for row in ROWS]
