"""Create an empty table to fill in, with one column per key, notes and drop-down lists."""

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.catalogue.usage import is_used
from cloudmkt_cli.core.messages import LANGUAGES, Language, Message
from cloudmkt_cli.core.toml.document import dotted
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.intake.vocabulary import Vocabulary, accepted, load_vocabulary
from cloudmkt_cli.intake.workbook import new_workbook
from cloudmkt_cli.profile.fields import CAPITAL, Field, Kind, fields

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_ROWS: Final = 1000
"""Rows that have drop-down lists and formats."""
_YES_NO: Final = ("true", "false")
_OPEN: Final = {Kind.FILE, Kind.REGISTRATION, Kind.CERTIFICATE}
"""Kinds that take yes, no, or something else."""
_FORMATS: Final = {
    Kind.DAY: "yyyy-mm-dd",
    Kind.COUNT: "General",
    Kind.NUMBER: "General",
    Kind.CERTIFICATE: "yyyy-mm-dd",
}
_AS_TEXT: Final = "@"
"""The text format: it keeps Excel from turning a credit code into a number."""


def template(catalogue: Catalogue, language: Language) -> bytes:
    """Create the workbook, with headings in one language and notes in both.

    Raises:
        InputError: the library that writes workbooks is not installed.
    """
    words = load_vocabulary(catalogue)
    file = BytesIO()
    with new_workbook(file) as book:
        sheet = book.add_worksheet(translate("import.template_sheet", language))
        sheet.freeze_panes(1, 1)
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        formats = {
            form: book.add_format({"num_format": form}) for form in (_AS_TEXT, *dict.fromkeys(_FORMATS.values()))
        }
        for index, field in enumerate(template_fields(catalogue)):
            sheet.write_string(0, index, catalogue.facts[field.fact].label.get(language), heading)
            sheet.write_comment(0, index, _note(field, catalogue, words), {"x_scale": 2.5, "y_scale": 1.5})
            sheet.set_column(index, index, 18, formats[_FORMATS.get(field.kind, _AS_TEXT)])
            if choices := _drop_down(field):
                _offer(sheet, index, field, choices)
    return file.getvalue()


def template_fields(catalogue: Catalogue) -> list[Field]:
    """The keys with a column of their own: those that the edition uses, registered capital in one column."""
    parts = {f"{CAPITAL}.amount", f"{CAPITAL}.currency"}
    return [field for field in fields().values() if field.fact not in parts and is_used(field.fact, catalogue)]


def _drop_down(field: Field) -> tuple[str, ...]:
    """What a cell offers; a list of choices is typed."""
    if field.kind in _OPEN | {Kind.YES_NO}:
        return _YES_NO
    return field.choices if field.kind is Kind.CHOICE else ()


def _offer(sheet: "Worksheet", index: int, field: Field, choices: tuple[str, ...]) -> None:
    """Add a drop-down list; other values are an error only for closed choices."""
    rule: dict[str, Any] = {"validate": "list", "source": list(choices), "show_error": field.kind not in _OPEN}
    sheet.data_validation(1, index, _ROWS, index, rule)


def _note(field: Field, catalogue: Catalogue, words: Vocabulary) -> str:
    """The key, its label and its expected values in both languages."""
    label = catalogue.facts[field.fact].label
    meaning = Message("import.note", {"label": label, "takes": accepted(field, words)})
    return "\n".join([dotted(field.path), *(translate(meaning, language) for language in LANGUAGES)])
