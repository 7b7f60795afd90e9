"""The invitation to found a union as an official letter."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from zhijia.directory.models import Invitation, Union
from zhijia.papers.paper import Paper, Paragraph, Party


def paper_of(invitation: Invitation) -> Paper:
    """What the letter says; of the law only that the right exists, no article is quoted."""
    return Paper(
        title=pgettext("invitation", "Letter of invitation to found a union"),
        number=invitation.letter_number,
        addressee=pgettext("letter", "%(union)s:") % {"union": _addressee(invitation)},
        body=[
            Paragraph(
                _(
                    "Workers have the right to organise and join a union. So that the workers of %(unit)s have one "
                    "that speaks for them and settles with you what concerns both, we invite you to support its "
                    "founding."
                )
                % {"unit": invitation.unit.name}
            ),
            Paragraph(pgettext("invitation", "1. What we ask of you"), is_heading=True),
            Paragraph(_talk(invitation)),
            Paragraph(pgettext("invitation", "2. What we do"), is_heading=True),
            Paragraph(
                _(
                    "We explain how a union is founded, help to set up the preparatory group, provide the papers, "
                    "and go along until the first committee is elected. This costs you nothing."
                )
            ),
            Paragraph(pgettext("invitation", "3. How to reach us"), is_heading=True),
            Paragraph(_reached(invitation)),
        ],
        parties=[Party("", invitation.org.name, [pgettext("letter", "(seal)")])],
        dated=_day(invitation.happened_on),
        author=invitation.org.name,
        language="zh" if (get_language() or "zh").startswith("zh") else "en",
    )


def _addressee(invitation: Invitation) -> str:
    named = (invitation.unit.name, invitation.addressed_to)
    return " ".join(part for part in named if part)


def _talk(invitation: Invitation) -> str:
    if invitation.meet_on is None:
        return _("Please tell us a day on which we may come, and name somebody we can talk with.")
    return _("We propose to come on %(day)s; please tell us whether that suits you, or name another day.") % {
        "day": _day(invitation.meet_on)
    }


def _reached(invitation: Invitation) -> str:
    phone = Union.objects.filter(org=invitation.org).values_list("phone", flat=True).first()
    said = {"org": invitation.org.name, "phone": phone}
    if phone:
        return _("%(org)s, telephone %(phone)s.") % said
    return _("%(org)s; whoever brings this letter tells you the telephone number.") % said


def _day(day: date) -> str:
    return str(date_format(day, pgettext("day of a letter, as a Django date format", "j F Y")))
