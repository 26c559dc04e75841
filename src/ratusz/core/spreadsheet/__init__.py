"""Lists as files for a spreadsheet program, and tables read from the files that people send."""

from ratusz.core.spreadsheet.cells import harmless
from ratusz.core.spreadsheet.reading import Table, read_table
from ratusz.core.spreadsheet.unreadable import Unreadable
from ratusz.core.spreadsheet.writing import csv_lines, xlsx

__all__ = ["Table", "Unreadable", "csv_lines", "harmless", "read_table", "xlsx"]
