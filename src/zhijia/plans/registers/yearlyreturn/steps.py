"""The steps of a yearly return: checked, signed with its figures frozen, accepted, sent back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhijia.kernel.day import today
from zhijia.plans.statistics import counting, figures
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

LONGEST = 500


def fill(one: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """The officer has looked at every figure and said what had to be said."""
    _refuse_unfit(one)
    told = {"state": "filled", "filled_on": today(), "returned_for": ""}
    return services.change(one, told, by=by, version=version, verb="fill")


def sign(one: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """The chair signs: the figures are kept as they are counted now, under their checksum."""
    seen = _refuse_unfit(one)
    kept = counting.frozen(seen.counts)
    told = {
        "state": "signed",
        "signed_on": today(),
        "figures": kept,
        "checksum": counting.checksum(one.org.code, one.called.period, kept),
    }
    return services.change(one, told, by=by, version=version, verb="sign")


def accept(one: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """The union above takes it."""
    told = {"state": "accepted", "accepted_on": today()}
    return services.change(one, told, by=by, version=version, verb="accept")


def send_back(one: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """The union above wants it mended; its figures are counted anew until it is signed again."""
    told = {
        "state": "returned",
        "returned_for": reason.strip()[:LONGEST],
        "filled_on": None,
        "signed_on": None,
        "accepted_on": None,
    }
    return services.change(one, told, by=by, version=version, verb="send_back")


def reopen(one: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """Back to the officer before it is signed."""
    told = {"state": "open", "filled_on": None}
    return services.change(one, told, by=by, version=version, verb="reopen")


def _refuse_unfit(one: Any) -> figures.Seen:
    """Nothing is handed on while the year runs, an error stands, or a warning is without a word."""
    if today() <= one.called.ends_on:
        raise Refused(
            "", _("The year runs until %(day)s: wait for its end.") % {"day": one.called.ends_on.isoformat()}
        )
    seen = figures.seen(one)
    said = []
    if wrong := [found for found in seen.findings if found.blocks]:
        said.append(
            ngettext(
                "%(n)s error must be mended in the entries first: %(first)s",
                "%(n)s errors must be mended in the entries first, beginning with: %(first)s",
                len(wrong),
            )
            % {"n": len(wrong), "first": wrong[0].text}
        )
    if silent := seen.unexplained:
        said.append(
            ngettext(
                "%(n)s finding wants a written explanation: %(first)s",
                "%(n)s findings want a written explanation, beginning with: %(first)s",
                len(silent),
            )
            % {"n": len(silent), "first": silent[0].text}
        )
    if said:
        raise Refused(messages={"": said})
    return seen
