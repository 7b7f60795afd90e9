"""What officers of a union are told whose reply is late."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhijia.reach.kinds import Category, Field, Kind, add

CHASE = add(
    Kind(
        "reply_late",
        _("reply to a notice is late"),
        Category.ESSENTIAL,
        _("%(org)s: %(sender)s waits for the reply to “%(what)s”, due on %(day)s: %(url)s"),
        (
            Field("org", _("union whose reply is late"), _("City Gas Company union")),
            Field("sender", _("union that waits"), _("Hill County federation")),
            Field("what", _("title of the notice"), _("On the winter relief")),
            Field("day", _("day"), "2026-12-01"),
            Field("url", _("address of the page"), "https://union.example/office/reply/1/"),
        ),
    )
)
