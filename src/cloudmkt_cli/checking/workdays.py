"""Working days of the People's Republic of China, make-up days (调休) included."""

from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Final, NamedTuple

_CHINA: Final = timezone(timedelta(hours=8))
_SATURDAY: Final = 5


class DueDate(NamedTuple):
    """A day; an estimate where a year on the way is not in the calendar at hand."""

    day: date
    is_estimate: bool


def today_in_china() -> date:
    """The day that deadlines are counted from, wherever the program runs."""
    return day_in_china(datetime.now(UTC))


def day_in_china(instant: datetime) -> date:
    """The day that it is in China at an instant of any time zone."""
    return instant.astimezone(_CHINA).date()


def add_working_days(start: date, days: int) -> DueDate:
    """The working day that is ``days`` working days after ``start``, which does not count itself."""
    day, is_estimate = start, False
    while days:
        day += timedelta(days=1)
        known = _is_working_day(day)
        is_estimate = is_estimate or known is None
        days -= day.weekday() < _SATURDAY if known is None else known
    return DueDate(day, is_estimate)


@cache
def _is_working_day(day: date) -> bool | None:
    """None for a year that the calendar at hand does not cover: not published yet, or newer or older than its data."""
    import chinese_calendar  # noqa: PLC0415  only a profile with an application needs it

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None
