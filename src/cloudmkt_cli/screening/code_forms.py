"""The legal form that a credit code gives, as SQL: a column of its own, as each company has a code of its own.

It is put together from what ``credit_code`` decides by, so that there is one rule; the tests compare both.
"""

from typing import Final

from cloudmkt_cli.profile.credit_code import ALPHABET, CODE_LENGTH, LEGAL_FORMS, WEIGHTS, WELL_FORMED
from cloudmkt_cli.screening.columns import CodeForms
from cloudmkt_cli.screening.duckdb_output import column_name, quoted_text
from cloudmkt_cli.screening.duckdb_session import Session

_ALPHABET: Final = quoted_text(ALPHABET)
_BLANKS: Final = "".join(char for char in map(chr, range(0x3001)) if char.isspace())


def add_code_forms(session: Session, forms: CodeForms) -> None:
    """Add the column to the table of DuckDB."""
    session.run("ALTER VIEW staged RENAME TO staged_read")
    column = f"{code_forms_column(forms)} AS {column_name(forms.number)}"
    session.run(f"CREATE TEMP VIEW staged AS FROM staged_read SELECT *, {column}")


def code_forms_column(forms: CodeForms) -> str:
    """The expression of the column."""
    code, name = (_stripped(column_name(number)) for number in (forms.code, forms.name))
    total = " + ".join(f"(strpos({_ALPHABET}, substr({code}, {at}, 1)) - 1) * {w}" for at, w in enumerate(WEIGHTS, 1))
    cases = " ".join(f"WHEN {quoted_text(prefix)} THEN {quoted_text(form)}" for prefix, form in LEGAL_FORMS.items())
    check = f"substr({_ALPHABET}, CAST(1 + (31 - ({total}) % 31) % 31 AS BIGINT), 1)"
    is_branch = " OR ".join(f"suffix({name}, {quoted_text(word)})" for word in forms.branches)
    return (
        f"CASE WHEN regexp_full_match({code}, {quoted_text(WELL_FORMED)}) "
        f"AND {check} = substr({code}, {CODE_LENGTH}, 1) "
        f"AND NOT ({is_branch or 'false'}) THEN CASE substr({code}, 1, 2) {cases} ELSE '' END ELSE '' END"
    )


def _stripped(column: str) -> str:
    return f"trim(coalesce(CAST({column} AS VARCHAR), ''), {quoted_text(_BLANKS)})"
