"""The exit code of a run. It is decided here only."""

from enum import IntEnum

from cloudmkt_cli.core.formats import FailOn


class ExitStatus(IntEnum):
    """The exit codes. Typer itself uses 2 for usage errors."""

    OK = 0
    NOT_ELIGIBLE = 1
    USAGE = 2
    INCOMPLETE = 3
    BAD_INPUT = 4
    INTERNAL_ERROR = 70
    INTERRUPTED = 130


def exit_status(*, bad_input: int, not_eligible: int, incomplete: int, fail_on: FailOn) -> ExitStatus:
    """The exit code of a run that checked profiles, from the number of each outcome.

    Bad input takes precedence over any verdict. ``fail_on`` lets verdicts pass; it never changes what a code means.
    """
    if bad_input:
        return ExitStatus.BAD_INPUT
    if fail_on == "never":
        return ExitStatus.OK
    if not_eligible:
        return ExitStatus.NOT_ELIGIBLE
    if incomplete and fail_on == "incomplete":
        return ExitStatus.INCOMPLETE
    return ExitStatus.OK


def exit_status_of_comparison(*, worse: int, fail_on_regression: bool) -> ExitStatus:
    """The exit code of a run that compared reports: 1 for regressions, if ``fail_on_regression`` is set."""
    return ExitStatus.NOT_ELIGIBLE if worse and fail_on_regression else ExitStatus.OK
