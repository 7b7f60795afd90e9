"""Holidays and worked weekends as the State Council announced them, from the library `chinesecalendar`."""

from __future__ import annotations

from datetime import date
from importlib.metadata import version

SOURCE = f"chinesecalendar {version('chinesecalendar')}"


def years() -> range:
    """The years the library knows, 2004 to the last one announced when it was released."""
    from chinese_calendar import constants

    return range(min(constants.holidays).year, max(constants.holidays).year + 1)


def days(year: int) -> dict[date, tuple[bool, str, str]]:
    """Each special day of `year`: whether it is worked, the Chinese and the English name of its holiday."""
    from chinese_calendar import constants

    chinese = {holiday.value: holiday.chinese for holiday in constants.Holiday}
    found = {}
    for working, table in ((False, constants.holidays), (True, constants.workdays)):
        for day, name in table.items():
            if day.year == year:
                found[day] = (working, chinese[name], name)
    return found
