"""Keeping the calendar of working days: seeded from a library, corrected and continued by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.db import DEFAULT_DB_ALIAS, transaction

from zhijia.kernel.notice import BadInput
from zhijia.law import announced
from zhijia.law.models import CalendarYear, WorkingDay

EARLIEST, LATEST = 1949, 2100


class BadCalendar(BadInput):
    """Holidays that make no year."""

    sentences: ClassVar = {
        "year": "%(day)s is not a day of %(year)s.",
        "unknown_year": "The holidays of %(year)s are not in the calendar; enter the whole year first.",
        "range": "The calendar takes the years %(first)s to %(last)s.",
        "source": "Name the announcement the holidays come from.",
        "name": "Name the holiday that %(day)s belongs to.",
    }


@dataclass(frozen=True)
class SpecialDay:
    """A holiday, or a weekend day that is `working`, and the holiday it belongs to."""

    working: bool
    name: str
    name_en: str = ""


def seed_calendar(years: Iterable[int] | None = None, *, using: str = DEFAULT_DB_ALIAS) -> list[int]:
    """The years added: of `years`, or of all the library knows, those the table does not have yet.

    A year that stands is left alone, so corrections by hand outlive every migration.
    """
    wanted = set(announced.years() if years is None else years) & set(announced.years())
    with transaction.atomic(using=using):
        standing = CalendarYear.objects.using(using).values_list("year", flat=True)
        missing = sorted(wanted.difference(standing))
        rows = [CalendarYear(year=year, source=announced.SOURCE) for year in missing]
        # two processes may migrate at once: the second adds nothing
        CalendarYear.objects.using(using).bulk_create(rows, ignore_conflicts=True)
        days = [_row(day, special) for year in missing for day, special in _announced(year).items()]
        WorkingDay.objects.using(using).bulk_create(days, ignore_conflicts=True, batch_size=200)
    return missing


def _announced(year: int) -> dict[date, SpecialDay]:
    return {day: SpecialDay(*words) for day, words in announced.days(year).items()}


def set_year(year: int, *, days: Mapping[date, SpecialDay], source: str) -> None:
    """The holidays of `year` as announced, in place of what stood there; raises BadCalendar.

    `days` are the holidays and the worked weekend days; every other day follows the week.
    """
    if not EARLIEST <= year <= LATEST:
        raise BadCalendar("range", first=EARLIEST, last=LATEST)
    if not source.strip():
        raise BadCalendar("source")
    for day, special in days.items():
        _check(day, special, year)
    with transaction.atomic():
        CalendarYear.objects.update_or_create(year=year, defaults={"source": source.strip()})
        WorkingDay.objects.filter(year=year).delete()
        WorkingDay.objects.bulk_create([_row(day, special) for day, special in days.items()])


def set_day(day: date, special: SpecialDay | None, *, source: str) -> None:
    """One day corrected after a later announcement; None puts it back into the rhythm of the week.

    Raises BadCalendar when the year of the day is not in the calendar: one day does not make a year known.
    """
    if not source.strip():
        raise BadCalendar("source")
    with transaction.atomic():
        if not CalendarYear.objects.filter(year=day.year).update(source=source.strip()):
            raise BadCalendar("unknown_year", year=day.year)
        WorkingDay.objects.filter(day=day).delete()
        if special is not None:
            _check(day, special, day.year)
            _row(day, special).save(force_insert=True)


def _check(day: date, special: SpecialDay, year: int) -> None:
    if day.year != year:
        raise BadCalendar("year", day=day, year=year)
    if not special.name.strip():
        raise BadCalendar("name", day=day)


def _row(day: date, special: SpecialDay) -> WorkingDay:
    words = {"name": special.name, "name_en": special.name_en}
    return WorkingDay(day=day, year_id=day.year, working=special.working, **words)
