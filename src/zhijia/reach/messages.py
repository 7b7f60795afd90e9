"""What an officer may write to the people of a list: whom it is to, the officer's own words in their places."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.reach.kinds import Category, Field, Filled, Kind, add

UNION = Field("union", _("name of the union"), _("City Gas Company union"), filled=Filled.UNION)
NAME = Field("name", _("name of the person"), _("Wang Guilan"), filled=Filled.NAME)
DAY = Field("day", _("day"), "2026-12-01", filled=Filled.DAY)
PLACE = Field("place", _("place"), _("meeting room, third floor"), filled=Filled.TYPED)


def _what(label: object, sample: object, longest: int = 60) -> Field:
    return Field("what", label, sample, filled=Filled.TYPED, longest=longest)


INVITED = add(
    Kind(
        "list_invited",
        _("invitation to something"),
        Category.SERVICE,
        pgettext_lazy(
            "sms",
            "[%(union)s] %(name)s, you are invited: %(what)s, %(day)s, %(place)s. TD ends such messages.",
        ),
        (UNION, NAME, _what(_("what it is"), _("free health lecture at 14:00")), DAY, PLACE),
    )
)
CHANGED = add(
    Kind(
        "list_changed",
        _("something was moved or called off"),
        Category.SERVICE,
        pgettext_lazy(
            "sms", "[%(union)s] %(name)s, please note: %(what)s. From %(day)s on. Questions: %(place)s."
        ),
        (
            UNION,
            NAME,
            _what(_("what changed"), _("the lecture is called off")),
            DAY,
            Field("place", _("whom to ask"), _("union office, 87654321"), filled=Filled.TYPED),
        ),
    )
)
COLLECT = add(
    Kind(
        "list_collect",
        _("something is ready to be fetched"),
        Category.SERVICE,
        pgettext_lazy(
            "sms",
            "[%(union)s] %(name)s, %(what)s can be fetched until %(day)s: %(place)s. Please bring your identity card.",
        ),
        (UNION, NAME, _what(_("what is ready"), _("your library card")), DAY, PLACE),
    )
)
NEWS = add(
    Kind(
        "list_news",
        _("news of the union"),
        Category.NEWS,
        pgettext_lazy("sms", "[%(union)s] %(what)s TD ends such messages."),
        (UNION, _what(_("the news"), _("The reading room is open until eight from today on."), 200)),
    )
)
