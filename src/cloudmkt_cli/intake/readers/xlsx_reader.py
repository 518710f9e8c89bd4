"""Read one sheet of an Excel workbook, with the stored results of its formulas."""

from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.intake.readers.table import Rows, Table
from cloudmkt_cli.intake.readers.xlsx_cells import read_cells, read_texts
from cloudmkt_cli.intake.readers.xlsx_package import opened_package
from cloudmkt_cli.intake.readers.xlsx_styles import read_date_styles
from cloudmkt_cli.intake.readers.xlsx_values import Conventions
from cloudmkt_cli.intake.readers.xlsx_workbook import read_workbook


def read_xlsx(data: bytes, path: str, wanted: str | None) -> Table:
    """Read the named sheet, or else the first visible one.

    Raises:
        InputError: it is no workbook, is broken or beyond all bounds, or has no such sheet.
    """
    with opened_package(data) as package:
        workbook = read_workbook(package)
        sheet = workbook.choose(wanted)
        rows = Rows(sheet.name)
        texts = read_texts(package, workbook.texts_part, rows) if workbook.texts_part else []
        date_styles = read_date_styles(package, workbook.styles_part) if workbook.styles_part else frozenset()
        read_cells(package, sheet.part, Conventions(texts, date_styles, workbook.dates_from_1904), rows)
    others = tuple(escape_untrusted(other.name) for other in workbook.sheets if other.is_shown and other is not sheet)
    taken = Message("import.taken_sheet", {"sheet": escape_untrusted(sheet.name)})
    if others:
        taken = Message("import.taken_sheet_of_several", {**taken.values, "others": others})
    return Table(path, sheet.name, rows.done(), taken)
