"""Tables of Excel: one sheet, with the last results of its formulas; nothing is calculated."""

from xml.parsers import expat

from cloudmkt_cli.language import Message
from cloudmkt_cli.spreadsheet.sheet_survey import survey
from cloudmkt_cli.spreadsheet.table import Table, Value, fault_of_table
from cloudmkt_cli.spreadsheet.workbook_parts import Parts, open_parts
from cloudmkt_cli.visible import visible


def read_xlsx(data: bytes, path: str, sheet: str | None) -> Table:
    """The table on one sheet: the one that is named, or else the first that is visible.

    Raises:
        InputError: it is no workbook, is beyond all bounds, has no such sheet, or the reader is not installed.
    """
    parts = open_parts(data, sheet)
    try:
        faults = survey(parts)
    except expat.ExpatError:
        raise fault_of_table(Message("import.broken_workbook"), "import.save_as_xlsx") from None
    rows = _cells(parts)
    for (row, column), found in faults.items():
        # The reader ends at the last cell that has a value.
        while len(rows) <= row:
            rows.append([])
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = found
    taken = Message("import.taken_sheet", {"sheet": visible(parts.sheet)})
    if parts.left_unread:
        taken = Message("import.taken_sheet_of_several", {**taken.values, "others": parts.left_unread})
    return Table(path, parts.sheet, tuple(map(tuple, rows)), taken)


def _cells(parts: Parts) -> list[list[Value]]:
    try:
        import python_calamine  # noqa: PLC0415  an extra, and only workbooks need it
    except ImportError:
        raise missing_extra() from None
    try:
        with python_calamine.load_workbook(parts.repacked()) as workbook:
            return [list(row) for row in workbook.get_sheet_by_name(parts.sheet).to_python(skip_empty_area=False)]
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001  a panic of the reader is no Exception, and is no defect of ours
        raise fault_of_table(Message("import.broken_workbook"), "import.save_as_xlsx") from None


def missing_extra() -> Exception:
    """What to say where the libraries of the extra are not installed."""
    return fault_of_table(Message("import.missing_extra"), "import.install_extra", command=EXTRA)


EXTRA = "pip install 'cloudmkt-cli[xlsx]'"
"""The command that installs the libraries for workbooks."""
