"""What an invitation must not be, and the text message it may be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhijia.directory import messages
from zhijia.reach import services as reach
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

MOBILE = re.compile(r"1[3-9]\d{9}\Z")


def refuse_no_number(invitation: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if invitation.channel == "letter" and not invitation.letter_number:
        raise Refused("letter_number", _("A letter has a number; type it as official papers write it."))


def refuse_no_mobile(invitation: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if invitation.channel == "message" and not MOBILE.match(invitation.phone):
        raise Refused("phone", _("A text message needs a mobile number of 11 digits."))


def refuse_past_talk(invitation: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if invitation.meet_on and invitation.meet_on < invitation.happened_on:
        raise Refused(
            "meet_on",
            _("The talk comes after the invitation of %(day)s.")
            % {"day": invitation.happened_on.isoformat()},
        )


def effect_key(invitation: Any) -> str:
    """The occasion of the message, unique for ever."""
    return f"directory.invitation:{invitation.uid}"


def send(invitation: Any) -> None:
    """The invitation as a text message; it leaves once the entry is committed."""
    values = {"org": invitation.org.name, "unit": invitation.unit.name, "phone": _phone_of(invitation)}
    to = reach.To(phone=invitation.phone, language=get_language() or "")
    reach.send(reach.Letter(messages.EMPLOYER, invitation.org, to, values, effect_key(invitation)))


def _phone_of(invitation: Any) -> str:
    """The telephone on the sheet of whoever invites, where there is one."""
    sheets = apps.get_model("directory", "Union")._default_manager.filter(org=invitation.org_id)
    phone = sheets.values_list("phone", flat=True).first()
    return _(" Telephone: %(phone)s") % {"phone": phone} if phone else ""
