"""The steps of a notice received: seen, answered, given back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zhijia.office.registers.reply.clock import moment
from zhijia.registry import services
from zhijia.registry.errors import Forbidden, Refused
from zhijia.tree.actor import Actor


def see(reply: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """Somebody of the union opened it; where no reply is asked that is all."""
    verb, state = ("note", "noted") if reply.reply_due_on is None else ("see", "read")
    return services.change(reply, {"state": state, "read_at": moment()}, by=by, version=version, verb=verb)


def reply_in_words(reply: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """A reply in free text; what asks for fields is answered field by field."""
    if reply.notice.asks:
        raise Refused("text", _("This notice asks several fields; answer them on its own page."))
    return answer(reply, str(values.get("text") or ""), {}, by=by, version=version)


def answer(reply: Any, text: str, typed: Mapping[str, Any], *, by: Actor, version: int) -> Any:
    """The reply sent; `typed` is by label. Raises Refused with every wrong field by its label."""
    _may(reply, by)
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
        "replied_at": moment(),
        "remark": "",
    }
    if reply.read_at is None:
        told["read_at"] = told["replied_at"]
    return services.change(reply, told, by=by, version=version, verb="reply")


def _may(reply: Any, by: Actor) -> None:
    """A reply is given by the union itself while it is open, whichever door it comes through."""
    step = type(reply).register.flow.move("reply")
    if reply.state not in step.source:
        raise Refused("", _("This step cannot be taken from the present state."))
    if not (verdict := step.by.test(by, reply)):
        raise Forbidden(verdict.reason)


def give_back(reply: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """It goes back with what is to be amended."""
    told = {"state": "returned", "remark": reason.strip()[:500]}
    return services.change(reply, told, by=by, version=version, verb="return")
