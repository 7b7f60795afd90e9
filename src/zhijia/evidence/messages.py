"""The messages that ask somebody for their word: the one place a key goes to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.reach.kinds import Category, Field, Kind, add

UNION = Field("union", _("name of the union"), _("City Gas Company union"))
DAY = Field("day", _("last day it can be answered"), "2026-12-31")

LINK = add(
    Kind(
        "confirmation_link",
        _("question to the person concerned, with a link"),
        Category.ESSENTIAL,
        pgettext_lazy(
            "sms",
            "[%(union)s] An entry about you waits for your answer: %(url)s Valid through %(day)s. Never give this "
            "link to anybody, union officers included.",
        ),
        (
            UNION,
            Field("url", _("link with the key"), "https://union.example/c/········", secret=True),
            DAY,
        ),
    )
)
CODE = add(
    Kind(
        "confirmation_code",
        _("question to the person concerned, with a code"),
        Category.ESSENTIAL,
        pgettext_lazy(
            "sms",
            "[%(union)s] An entry about you waits for your answer. Code: %(code)s. Open %(page)s and type it with "
            "the last four characters of your identity card or telephone number. Valid through %(day)s. Never "
            "give the code to anybody, union officers included.",
        ),
        (
            UNION,
            Field("code", _("code"), "···· ····", secret=True),
            Field("page", _("page where the code is typed"), "https://union.example/c/"),
            DAY,
        ),
    )
)
