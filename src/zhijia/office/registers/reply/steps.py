"""The steps of a notice received: seen, answered, given back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor


def see(reply: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """Somebody of the union opened it; where no reply is asked that is all."""
    verb, state = ("note", "noted") if reply.reply_due_on is None else ("see", "read")
    return services.change(
        reply, {"state": state, "read_at": timezone.now()}, by=by, version=version, verb=verb
    )


def reply_in_words(reply: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """A reply in free text; what asks for fields is answered field by field."""
    if reply.notice.asks:
        raise Refused("text", _("This notice asks several fields; answer them on its own page."))
    return answer(reply, str(values.get("text") or ""), {}, by=by, version=version)


def answer(reply: Any, text: str, typed: Mapping[str, Any], *, by: Actor, version: int) -> Any:
    """The reply sent; `typed` is by label. Raises Refused with every wrong field by its label."""
    answers, faults = {}, {}
    for question in reply.notice.asks:
        try:
            answers[question.label] = question.read(typed.get(question.label))
        except ValidationError as error:
            faults[question.label] = list(error.messages)
    if not reply.notice.asks and not text.strip():
        faults["text"] = [_("Write the reply.")]
    if faults:
        raise Refused(messages=faults)
    told = {
        "state": "replied",
        "text": text.strip(),
        "answers": answers,
        "replied_at": timezone.now(),
        "remark": "",
    }
    if reply.read_at is None:
        told["read_at"] = told["replied_at"]
    return services.change(reply, told, by=by, version=version, verb="reply")


def give_back(reply: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """It goes back with what is to be amended."""
    told = {"state": "returned", "remark": reason.strip()[:500]}
    return services.change(reply, told, by=by, version=version, verb="return")
