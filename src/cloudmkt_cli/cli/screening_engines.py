"""``screen`` on engines beside the embedded one: Spark, and SQL for those that are not started here."""

import logging
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from cloudmkt_cli.cli.errors import print_to_stderr
from cloudmkt_cli.cli.output import language_of, write_text
from cloudmkt_cli.cli.screening import ScreenOutputs, refuse_to_overwrite, run_on
from cloudmkt_cli.core.formats import SqlDialect
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.sanitize import escape_untrusted
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.screening.screen import ScreenOptions

_COMPLETE: Final = "_SUCCESS"
"""The file that Spark adds to an output once it is whole."""


def run_on_spark(tables: Sequence[str], master: str | None, options: ScreenOptions, outputs: ScreenOutputs) -> None:
    """Screen tables that Spark reads, and write all outputs.

    Raises:
        InputError: Spark cannot be started, or cannot read or write a table.
    """
    from cloudmkt_cli.screening.spark_session import spark_session

    outputs.check([Path(table) for table in tables])
    logging.getLogger().addHandler(logging.NullHandler())  # Py4J logs every call that is interrupted
    session = spark_session(master)
    from cloudmkt_cli.screening.spark_engine import SparkEngine

    is_new = outputs.rows is not None and not os.path.lexists(outputs.rows)
    try:
        run_on(SparkEngine(session, tables, overwrite=outputs.force), tables, options, outputs._replace(as_folder=True))
    except BaseException:
        _stop(session.stop)
        if is_new and outputs.rows is not None and not (outputs.rows / _COMPLETE).exists():
            shutil.rmtree(outputs.rows, ignore_errors=True)
        raise
    _stop(session.stop)


def _stop(stop: Callable[[], None]) -> None:
    """Let a cluster know that the program is done; after an interrupt, Spark may not answer any more."""
    with suppress(Exception):
        stop()


def print_sql(
    dialect: SqlDialect,
    table: str,
    options: ScreenOptions,
    limit: int | None,
    to: Path | None,
    lang: Language | None,
    *,
    force: bool,
) -> None:
    """Write the SELECT for an engine, and notes about its columns to standard error."""
    from cloudmkt_cli.screening.emit_sql import MOST_PATTERNS, Rules, emit_sql, sql_columns

    if to is not None and not force:
        refuse_to_overwrite([to])
    language = language_of("text", lang)
    rules = Rules(options.catalogue, options.markets, options.as_of)
    columns = sql_columns(options.mapped, options.catalogue)
    emitted = emit_sql(dialect, table, columns, rules, MOST_PATTERNS if limit is None else limit)
    comment = "".join(f"-- {line}\n" for line in translate(emitted.comment, language).splitlines())
    write_text(comment + emitted.text, "sql", to)
    for note in emitted.notes:
        print_to_stderr(escape_untrusted(translate(note, language)) + "\n")
