"""Find the styles that mark a number as a date or a time."""

import re
from typing import Final

from cloudmkt_cli.intake.readers.xlsx_package import ElementPath, Package, broken_workbook

_BUILT_IN: Final = frozenset(map(str, (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))))
"""The built-in date and time formats; 27 to 36 and 50 to 58 are Chinese and Japanese."""
MAX_STYLES: Final = 100_000
"""Excel writes at most 65,490."""
_LONGEST_CODE: Final = 255
_LONGEST_NUMBER: Final = 9
_NO_PLACEHOLDER: Final = re.compile(
    r"""
      "[^"]*"?                                # text
    | \\.                                     # a single character
    | [_*].                                   # a space as wide as a character, or as many as fill the cell
    | \[ (?! (?: h+ | m+ | s+ ) \] ) [^\]]*   # a colour, a language or a condition; [h] is hours beyond a day
    | General
    | E[+-]                                   # a number in powers of ten
    """,
    re.IGNORECASE | re.VERBOSE,
)
_OF_A_DATE: Final = re.compile(r"[ymdhse]", re.IGNORECASE)


def read_date_styles(package: Package, part: str) -> frozenset[str]:
    """The ids of the styles that show dates or times.

    Raises:
        InputError: the part is broken, or holds too much.
    """
    dates = set(_BUILT_IN)
    styles: list[bool] = []
    formats = 0

    def start(path: ElementPath, attributes: dict[str, str]) -> None:
        nonlocal formats
        if path[1:] == ["numFmts", "numFmt"]:  # they all stand before the styles
            number = attributes.get("numFmtId", "")[:_LONGEST_NUMBER]
            code = attributes.get("formatCode", "")[:_LONGEST_CODE]
            (dates.add if is_date_format(code) else dates.discard)(number)
            formats += 1
        elif path[1:] == ["cellXfs", "xf"]:
            styles.append(attributes.get("numFmtId") in dates)
        if max(formats, len(styles)) > MAX_STYLES:
            raise broken_workbook()

    package.read(part, start)
    return frozenset(str(number) for number, is_date in enumerate(styles) if is_date)


def is_date_format(code: str) -> bool:
    """Whether a format shows a number as a date or a time. Its first section applies to positive numbers."""
    return bool(_OF_A_DATE.search(_NO_PLACEHOLDER.sub("", code).partition(";")[0]))
