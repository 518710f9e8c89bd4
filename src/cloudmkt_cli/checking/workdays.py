"""Working days of the People's Republic of China, make-up days (调休) included."""

from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Final, NamedTuple

_CHINA: Final = timezone(timedelta(hours=8))
_SATURDAY: Final = 5


class DueDate(NamedTuple):
    """A day; an estimate if the calendar does not cover a year on the way."""

    day: date
    is_estimate: bool


def today_in_china() -> date:
    """Today's date in China, wherever the program runs."""
    return day_in_china(datetime.now(UTC))


def day_in_china(instant: datetime) -> date:
    """The date in China at an instant of any time zone."""
    return instant.astimezone(_CHINA).date()


def add_working_days(start: date, days: int) -> DueDate:
    """The day that is ``days`` working days after ``start``; ``start`` itself is not counted."""
    day, is_estimate = start, False
    while days:
        day += timedelta(days=1)
        is_working_day = _is_working_day(day)
        if is_working_day is None:
            is_working_day, is_estimate = day.weekday() < _SATURDAY, True
        if is_working_day:
            days -= 1
    return DueDate(day, is_estimate)


@cache
def _is_working_day(day: date) -> bool | None:
    """None for a year that the calendar does not cover."""
    import chinese_calendar  # noqa: PLC0415  only a profile with an application needs it

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None
