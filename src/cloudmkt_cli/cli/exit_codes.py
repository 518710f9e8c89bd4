"""What a run means to a script: decided here and nowhere else."""

from enum import IntEnum

from cloudmkt_cli.core.formats import FailOn


class ExitStatus(IntEnum):
    """The numbers that scripts hold on to; what the user of the command line got wrong is Typer's own 2."""

    OK = 0
    NOT_ELIGIBLE = 1
    USAGE = 2
    INCOMPLETE = 3
    BAD_INPUT = 4
    DEFECT = 70
    INTERRUPTED = 130


def exit_status(*, bad_input: int, not_eligible: int, incomplete: int, fail_on: FailOn) -> ExitStatus:
    """The status of a run that checked profiles, from how many came out each way.

    Bad input weighs more than any verdict; ``fail_on`` only lets verdicts pass and never changes what a number means.
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
    """The status of a run that compared reports: verdicts do not count, and regressions only where that is asked for.

    The number is that of a profile which falls short, here of its own past.
    """
    return ExitStatus.NOT_ELIGIBLE if worse and fail_on_regression else ExitStatus.OK
