"""Working days of the PRC calendar, against the State Council's notices for the years they are published for."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final

import chinese_calendar
import pytest

from cloudmkt_cli.checking import workdays as working_days
from cloudmkt_cli.checking.workdays import add_working_days, day_in_china, today_in_china

FAR: Final = date(2150, 1, 1)
"""A Thursday of a year that no calendar covers."""


@pytest.fixture
def only_2026_published(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The calendar as it stood in November 2026, however new the installed one is."""
    published = chinese_calendar.is_workday

    def is_workday(day: date) -> bool:
        if day.year > 2026:
            raise NotImplementedError
        return bool(published(day))

    monkeypatch.setattr(chinese_calendar, "is_workday", is_workday)
    working_days._is_working_day.cache_clear()  # noqa: SLF001  what was learnt from the other calendar
    yield
    working_days._is_working_day.cache_clear()  # noqa: SLF001


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        # Spring Festival 2026 is 15 to 23 February; the Saturdays 14 and 28 February are worked.
        (date(2026, 2, 10), 7, date(2026, 2, 26)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 14), 1, date(2026, 2, 24)),
        (date(2026, 2, 18), 1, date(2026, 2, 24)),
        (date(2026, 2, 27), 1, date(2026, 2, 28)),
        # National Day 2026 is 1 to 7 October; Saturday 10 October is worked.
        (date(2026, 9, 28), 7, date(2026, 10, 13)),
        (date(2026, 10, 9), 1, date(2026, 10, 10)),
        # Plain weeks: a weekend is skipped, and neither Friday nor Saturday counts itself.
        (date(2026, 11, 2), 7, date(2026, 11, 11)),
        (date(2026, 11, 6), 1, date(2026, 11, 9)),
        (date(2026, 11, 7), 1, date(2026, 11, 9)),
        (date(2026, 11, 2), 1, date(2026, 11, 3)),
        (date(2026, 11, 2), 0, date(2026, 11, 2)),
    ],
    ids=str,
)
def test_published_years(start: date, days: int, due: date) -> None:
    assert add_working_days(start, days) == (due, False)


@pytest.mark.usefixtures("only_2026_published")
@pytest.mark.parametrize(
    ("start", "days", "due", "is_estimate"),
    [
        # Tuesday to Thursday are the last of 2026; from Friday 1 January on it is Monday to Friday.
        (date(2026, 12, 28), 7, date(2027, 1, 6), True),
        (date(2026, 12, 28), 4, date(2027, 1, 1), True),
        (date(2026, 12, 28), 3, date(2026, 12, 31), False),
        (date(2026, 12, 21), 7, date(2026, 12, 30), False),
        (date(2026, 12, 22), 7, date(2026, 12, 31), False),
        (date(2026, 12, 23), 7, date(2027, 1, 1), True),
        (date(2026, 12, 31), 1, date(2027, 1, 1), True),
    ],
    ids=str,
)
def test_a_date_is_an_estimate_once_an_unpublished_year_is_on_the_way(
    start: date, days: int, due: date, is_estimate: bool
) -> None:
    assert add_working_days(start, days) == (due, is_estimate)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (FAR, 1, date(2150, 1, 2)),
        (FAR, 2, date(2150, 1, 5)),
        (FAR, 7, date(2150, 1, 12)),
        (date(2150, 1, 3), 1, date(2150, 1, 5)),
        (date(1950, 10, 1), 5, date(1950, 10, 6)),
    ],
    ids=str,
)
def test_monday_to_friday_where_nothing_is_published(start: date, days: int, due: date) -> None:
    assert add_working_days(start, days) == (due, True)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 11, 26, 15, 59, 59, tzinfo=UTC), date(2026, 11, 26)),
        (datetime(2026, 11, 26, 16, 0, 0, tzinfo=UTC), date(2026, 11, 27)),
        (datetime(2026, 11, 27, 0, 0, 0, tzinfo=UTC), date(2026, 11, 27)),
        (datetime(2026, 11, 26, 23, 30, tzinfo=timezone(timedelta(hours=8))), date(2026, 11, 26)),
        (datetime(2026, 11, 27, 0, 30, tzinfo=timezone(timedelta(hours=9))), date(2026, 11, 26)),
        (datetime(2026, 11, 26, 8, 0, tzinfo=timezone(timedelta(hours=-8))), date(2026, 11, 27)),
    ],
    ids=str,
)
def test_the_day_in_china_begins_at_sixteen_hours_utc(instant: datetime, day: date) -> None:
    assert day_in_china(instant) == day


@pytest.mark.parametrize(
    ("hour", "day"), [(15, date(2026, 11, 26)), (16, date(2026, 11, 27))], ids=["still today", "already tomorrow"]
)
def test_today_is_the_day_in_china(monkeypatch: pytest.MonkeyPatch, hour: int, day: date) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime(2026, 11, 26, hour, tzinfo=tz)

    monkeypatch.setattr(working_days, "datetime", Clock)
    assert today_in_china() == day
