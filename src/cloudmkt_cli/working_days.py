"""Working days of the People's Republic of China, make-up days (调休) included."""

from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import Final, NamedTuple

_CHINA: Final = timezone(timedelta(hours=8))
_SATURDAY: Final = 5


class DueDate(NamedTuple):
    """A day; an estimate where the calendar of a year on the way is not published yet."""

    day: date
    is_estimate: bool


def today_in_china() -> date:
    """The day that deadlines are counted from, wherever the program runs."""
    return datetime.now(_CHINA).date()


def add_working_days(start: date, days: int) -> DueDate:
    """The working day that is ``days`` working days after ``start``, which does not count itself."""
    day, is_estimate = start, False
    while days:
        day += timedelta(days=1)
        published = _is_working_day(day)
        is_estimate = is_estimate or published is None
        days -= day.weekday() < _SATURDAY if published is None else published
    return DueDate(day, is_estimate)


@cache
def _is_working_day(day: date) -> bool | None:
    """None for a year whose calendar is not published."""
    import chinese_calendar  # noqa: PLC0415  only a profile with an application needs it

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None
