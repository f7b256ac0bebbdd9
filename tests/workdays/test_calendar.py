from datetime import date, timedelta

import holidays
import pytest

from workdays import calendar
from workdays.actions import years

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shipped():
    years.load_shipped()


def test_a_make_up_saturday_counts_and_a_holiday_does_not():
    period = calendar.working_days(date(2026, 9, 30), 5)

    assert [day.isoformat() for day in period.days] == [
        "2026-09-30",
        "2026-10-08",
        "2026-10-09",
        "2026-10-10",
        "2026-10-12",
    ]
    assert period.announced


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_every_day_of_the_shipped_years_agrees_with_an_independent_calendar(year):
    theirs = holidays.country_holidays("CN", years=year)
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(330)]

    assert [day for day in days if (calendar.working_days(day, 1).start == day) != theirs.is_working_day(day)] == []


def test_a_period_that_touches_a_year_without_official_entries_says_so():
    assert not calendar.working_days(date(2026, 12, 28), 5).announced


def test_a_year_can_be_entered_twice_and_the_last_entry_wins():
    years.announce(2027, [date(2027, 1, 1)], [], source="通知")
    years.announce(2027, [date(2027, 1, 1), date(2027, 1, 4)], [], source="更正")

    assert calendar.working_days(date(2027, 1, 4), 1).start == date(2027, 1, 5)


@pytest.mark.parametrize("count", [0, -1, 367])
def test_an_absurd_number_of_days_is_refused(count):
    with pytest.raises(ValueError, match="from 1 to 366"):
        calendar.working_days(date(2026, 1, 1), count)
