"""Why a file cannot be read as a table."""

from typing import Literal

Reason = Literal[
    "not_spreadsheet",
    "old_xls",
    "encrypted",
    "damaged",
    "empty",
    "too_large",
    "bomb",
    "too_many_rows",
    "too_many_columns",
    "duplicate_columns",
    "unnamed_columns",
]


class Unreadable(ValueError):
    """The file is no table that we take. `reason` is for the caller to put into words, with `facts`:

    not_spreadsheet    neither XLSX nor text in columns (a PDF, a picture, ODS, a web page); `name`
    old_xls            Excel 97-2003: to be saved as XLSX
    encrypted          protected by a password
    damaged            cut off or broken; `row` for a CSV file whose quotation marks do not match
    empty              no cell holds anything
    too_large          the file is larger than `megabytes`
    bomb               unpacked, it would be larger than `megabytes`, or it is packed tighter than any real table
    too_many_rows      more than `limit` rows below the heading
    too_many_columns   something stands to the right of column number `limit`
    duplicate_columns  `names` (a list) stand more than once in the heading
    unnamed_columns    `columns` (a list of letters) hold something but have no name in the heading
    """

    def __init__(self, reason: Reason, **facts: object) -> None:
        super().__init__(reason, facts)
        self.reason = reason
        self.facts = facts
