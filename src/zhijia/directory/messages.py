"""What the directory tells people: what was decided about their membership, and employers that they are invited."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.reach.kinds import Category, Field, Kind, add

UNION = Field("union", _("name of the union"), _("City Gas Company union"))
DAY = Field("day", _("day"), "2026-12-01")
OLD = Field("old", _("union before"), _("City Gas Company union"))
NEW = Field("new", _("union after"), _("First Construction Company union"))

ADMITTED = add(
    Kind(
        "membership_admitted",
        _("admitted as a member"),
        Category.ESSENTIAL,
        pgettext_lazy("sms", "[%(union)s] You have been admitted as a member from %(day)s."),
        (UNION, DAY),
    )
)
REFUSED = add(
    Kind(
        "membership_refused",
        _("application not granted"),
        Category.ESSENTIAL,
        pgettext_lazy(
            "sms", "[%(union)s] Your application was not granted. The reason stands on your own page."
        ),
        (UNION,),
    )
)
GOING = add(
    Kind(
        "transfer_going",
        _("membership is to go over"),
        Category.ESSENTIAL,
        pgettext_lazy(
            "sms", "[%(old)s] Your membership is to go over to %(new)s; one of the two has agreed."
        ),
        (OLD, NEW),
    )
)
GONE = add(
    Kind(
        "transfer_done",
        _("membership has come over"),
        Category.ESSENTIAL,
        pgettext_lazy("sms", "[%(new)s] Your membership has come over from %(old)s, from %(day)s on."),
        (OLD, NEW, DAY),
    )
)
KEPT = add(
    Kind(
        "transfer_refused",
        _("transfer refused"),
        Category.ESSENTIAL,
        pgettext_lazy("sms", "[%(old)s] Your transfer to %(new)s was refused. You stay a member as before."),
        (OLD, NEW),
    )
)
ENDED = add(
    Kind(
        "membership_ended",
        _("membership ends"),
        Category.ESSENTIAL,
        pgettext_lazy("sms", "[%(union)s] Your membership ends: no member from %(day)s on (%(way)s)."),
        (UNION, DAY, Field("way", _("how it ended"), _("left by own wish"))),
    )
)
EMPLOYER = add(
    Kind(
        "employer_invitation",
        _("invitation to an employer without a union"),
        Category.SERVICE,
        _(
            "%(org)s: your workers have the right to found a union. We would like to talk with %(unit)s about it "
            "and help with the preparation.%(phone)s"
        ),
        (
            Field("org", _("union that invites"), _("Hill County federation")),
            Field("unit", _("name of the employer"), _("Spring Textile Company")),
            Field("phone", _("telephone of the union, with its word before it"), "", needed=False),
        ),
    )
)
