"""What officers are told of lines of the calendar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhijia.reach.kinds import Category, Field, Kind, Text, add

FIELDS = (
    Field("org", _("union that answers for it"), _("City Gas Company union")),
    Field("what", _("line of the plan"), _("Members' meeting")),
    Field("day", _("day"), "2026-12-01"),
    Field("url", _("address of the page"), "https://union.example/r/plans/duty/1/"),
)


def _kind(key: str, name: Text, text: Text, *more: Field) -> Kind:
    return add(Kind(key, name, Category.ESSENTIAL, text, (*FIELDS, *more)))


LATE = _kind(
    "calendar_late",
    _("nobody said that it was held"),
    _(
        "%(org)s: “%(what)s” was planned until %(day)s and nobody has said that it was held. Say so, or why "
        "not: %(url)s"
    ),
)
AHEAD = _kind(
    "calendar_ahead",
    _("planned in some days"),
    _("%(org)s: “%(what)s” is planned for %(day)s, in %(left)s. %(url)s"),
    Field("left", _("time left"), _("7 days")),
)
TODAY = add(
    Kind(
        "calendar_today",
        _("planned for today"),
        Category.ESSENTIAL,
        _("%(org)s: “%(what)s” is planned for today. %(url)s"),
        (FIELDS[0], FIELDS[1], FIELDS[3]),
    )
)
