"""Compares a screening with an earlier one: the rows of their files, company by company."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.input import display
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.profile.credit_code import ALPHABET, CODE_LENGTH
from cloudmkt_cli.screening.changes import Changes, StateChange
from cloudmkt_cli.screening.duckdb_output import BASIS_KEY, quoted_name, quoted_text
from cloudmkt_cli.screening.duckdb_session import Session, Unparsable
from cloudmkt_cli.screening.model import Basis, State

_NAME: Final = "company.name"
_CODE: Final = "company.uscc"
_WELL_FORMED: Final = f"[{ALPHABET}]{{{CODE_LENGTH - 1}}}[0-9A-Z]"


class _Output(NamedTuple):
    """The file of a screening, and its columns."""

    scan: str
    headings: tuple[str, ...]
    basis: Basis | None = None

    def has(self, market: str) -> bool:
        return {market, f"{market}.decided"} <= set(self.headings)


def compare(last: Path, now: Path, markets: Sequence[str], target: Path, folder: Path) -> Changes:
    """Compare two screenings in the markets that both have, and list the companies that changed in ``target``.

    All three files are of one format: CSV if ``last`` ends so, else Parquet. What does not fit into memory goes to
    ``folder``.

    Raises:
        InputError: ``last`` is not the output of a screening.
        OSError: ``target`` cannot be written.
    """
    session = Session(folder)
    try:
        earlier = _output(session, last)
        if _NAME not in earlier.headings or not any(map(earlier.has, markets)):
            raise _not_screened(last)
        both = [market for market in markets if earlier.has(market)]
        present = _output(session, now)
        _pair(session, earlier, present, both)
        session.run(_listing(both, target, as_csv=_is_csv(last)))
        return _counts(session, both, display(last))._replace(last_basis=earlier.basis, basis=present.basis)
    except (InputError, Unparsable, UnicodeDecodeError):
        raise _not_screened(last) from None
    finally:
        session.close()


def _not_screened(path: Path) -> InputError:
    return InputError(Diagnostic(Message("screen.not_screened"), Message("screen.give_output"), path=display(path)))


def _is_csv(path: Path) -> bool:
    return path.name.lower().endswith(".csv")


def _output(session: Session, path: Path) -> _Output:
    name = quoted_text(str(path))
    if _is_csv(path):
        with path.open(encoding="utf-8-sig", newline="") as file:
            headings = tuple(next(csv.reader(file), ()))
        columns = ", ".join(f"{quoted_text(heading)}: 'VARCHAR'" for heading in headings)
        options = "auto_detect=false, header=true, delim=',', quote='\"', escape='\"'"
        return _Output(f"read_csv({name}, {options}, columns={{{columns}}})", headings)
    if path.is_dir():  # as Spark writes
        path /= "*.parquet"
    found = session.parquet_columns(path, display(path))
    return _Output(
        f"read_parquet({quoted_text(str(path))})", tuple(heading for heading, _ in found), _basis(session, path)
    )


def _basis(session: Session, path: Path) -> Basis | None:
    """What a Parquet file was made by, if it says so."""
    found = session.rows(f"SELECT decode(key), decode(value) FROM parquet_kv_metadata({quoted_text(str(path))})")
    stated = {str(key): str(value) for key, value in found}
    with suppress(KeyError, ValueError):  # of others than this program
        edition, as_of, version = (stated[BASIS_KEY + name] for name in Basis._fields)
        return Basis(edition, date.fromisoformat(as_of).isoformat(), version)
    return None


def _pair(session: Session, last: _Output, now: _Output, markets: Sequence[str]) -> None:
    """Make the table ``pairs``: each company with its states before and now, by their rank."""
    for table, output in (("last_rows", last), ("now_rows", now)):
        session.run(f"CREATE TEMP TABLE {table} AS {_rows(output, markets)}")
    for table, rows, others in (("last", "last_rows", "now_rows"), ("now", "now_rows", "last_rows")):
        session.run(f"CREATE TEMP TABLE {table} AS {_companies(rows, others, len(markets))}")
    states = "".join(f", last.m{number} AS before{number}, now.m{number} AS now{number}" for number in _of(markets))
    session.run(
        "CREATE TEMP TABLE pairs AS SELECT coalesce(now.name, last.name) AS name, "
        "coalesce(now.code, last.code) AS code, last.key IS NOT NULL AS was, now.key IS NOT NULL AS is_now"
        f"{states} FROM last FULL JOIN now ON last.key = now.key"
    )


def _rows(output: _Output, markets: Sequence[str]) -> str:
    """The rows of a file: a credit code that is well formed, the name, and the ranks of the states."""
    code = f"upper(trim(CAST({quoted_name(_CODE)} AS VARCHAR)))" if _CODE in output.headings else "''"
    states = (f", {_rank(quoted_name(market))} AS m{number}" for number, market in enumerate(markets))
    return (
        f"SELECT CASE WHEN regexp_full_match({code}, '{_WELL_FORMED}') THEN {code} END AS code, "
        f"coalesce(trim(CAST({quoted_name(_NAME)} AS VARCHAR)), '') AS name{''.join(states)} FROM {output.scan}"
    )


def _companies(rows: str, others: str, markets: int) -> str:
    """The companies of some rows. A row without a code is of the only company of its name that has one there.

    Rows of one company count as the one that is ruled out, if any is.
    """
    states = "".join(f", min(m{number}) AS m{number}" for number in range(markets))
    return (
        "SELECT key, min(name) AS name, min(code) AS code"
        f"{states} FROM (SELECT {rows}.* EXCLUDE (code), coalesce({rows}.code, named.code) AS code, "
        f"coalesce({rows}.code, named.code, {rows}.name) AS key FROM {rows} LEFT JOIN "
        f"(SELECT name, min(code) AS code FROM {others} WHERE code IS NOT NULL AND name <> '' "
        f"GROUP BY name HAVING count(DISTINCT code) = 1) AS named "
        f"ON {rows}.code IS NULL AND {rows}.name = named.name) WHERE key <> '' GROUP BY key"
    )


def _listing(markets: Sequence[str], target: Path, *, as_csv: bool) -> str:
    """The statement that lists the companies that are new, gone, or changed."""
    states = "".join(
        f", {_state(f'{when}{number}')} AS {quoted_name(f'{market}.{when}')}"
        for number, market in enumerate(markets)
        for when in ("before", "now")
    )
    options = "FORMAT csv, HEADER" if as_csv else "FORMAT parquet, COMPRESSION zstd"
    return (
        f"COPY (SELECT name AS {quoted_name(_NAME)}, code AS {quoted_name(_CODE)}, CASE WHEN NOT was THEN 'new' "
        f"WHEN NOT is_now THEN 'gone' ELSE 'changed' END AS change{states} FROM pairs "
        f"WHERE NOT was OR NOT is_now OR {_changed(markets)}) "
        f"TO {quoted_text(str(target))} ({options}, USE_TMP_FILE false)"
    )


def _counts(session: Session, markets: Sequence[str], last: str) -> Changes:
    counted = ("was", "is_now", "NOT was", "NOT is_now", f"was AND is_now AND ({_changed(markets)})")
    totals = ", ".join(f"count(*) FILTER ({one})" for one in counted)
    ((before, now, new, gone, changed),) = session.rows(f"SELECT {totals} FROM pairs")
    return Changes(last, before, now, new, gone, changed, tuple(_state_changes(session, markets)))


def _state_changes(session: Session, markets: Sequence[str]) -> Iterator[StateChange]:
    ranked = tuple(State)
    for number, market in enumerate(markets):
        rows = session.rows(
            f"SELECT before{number}, now{number}, count(*) FROM pairs "
            f"WHERE before{number} <> now{number} GROUP BY ALL ORDER BY ALL"
        )
        for before, now, companies in rows:
            yield StateChange(market, ranked[before], ranked[now], companies)


def _changed(markets: Sequence[str]) -> str:
    return " OR ".join(f"before{number} <> now{number}" for number in _of(markets))


def _rank(state: str) -> str:
    cases = " ".join(f"WHEN {quoted_text(one)} THEN {rank}" for rank, one in enumerate(State))
    return f"CASE CAST({state} AS VARCHAR) {cases} END"


def _state(rank: str) -> str:
    cases = " ".join(f"WHEN {number} THEN {quoted_text(one)}" for number, one in enumerate(State))
    return f"CASE {rank} {cases} END"


def _of(markets: Sequence[str]) -> range:
    return range(len(markets))
