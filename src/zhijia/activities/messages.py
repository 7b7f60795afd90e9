"""The invitation to a meeting, as people read it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.reach.kinds import Category, Field, Kind, add

INVITED = add(
    Kind(
        "meeting_invitation",
        _("invitation to a meeting"),
        Category.SERVICE,
        pgettext_lazy(
            "sms",
            "[%(union)s] %(name)s, you are invited to “%(title)s” on %(day)s at %(hour)s, %(place)s. Please "
            "bring your telephone: you sign in there with the code on the wall.",
        ),
        (
            Field("union", _("name of the union"), _("City Gas Company union")),
            Field("name", _("name of the person"), _("Wang Guilan")),
            Field("title", _("title of the meeting"), _("Members' meeting")),
            Field("day", _("day"), "2026-12-01"),
            Field("hour", _("hour"), "14:00"),
            Field("place", _("place"), _("meeting room, third floor")),
        ),
    )
)
