"""What a contract must not be."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from zhijia.contracts import listed
from zhijia.contracts.registers.contract.flow import DAYS, REACHED
from zhijia.contracts.registers.contract.kinds import AT_ENTERPRISE, FOR_MANY, Level
from zhijia.contracts.terms import term
from zhijia.contracts.vouching import refuse_outsider
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

#: the days of a contract in the order in which they come
ORDER = ("consulted_on", "passed_on", "signed_on", "filed_on", "reviewed_on")
#: what belongs to a step beside its day
NEEDED = (("chief_workers", 2), ("chief_employer", 2), ("number", 3))


def refuse_level(contract: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """One enterprise's contract is its own union's; one of a region or industry stays within a county."""
    if contract.level == Level.ENTERPRISE:
        if contract.org.kind not in AT_ENTERPRISE:
            raise Refused(
                "org", _("A contract of one enterprise is signed by the union of that enterprise; choose it.")
            )
    elif contract.org.kind not in FOR_MANY:
        raise Refused(
            "level",
            _(
                "Contracts of a region or an industry are made within a county (Labour Contract Law, art. 53) by "
                "the union that leads there; %(org)s is none."
            )
            % {"org": contract.org},
        )


def refuse_industry(contract: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if contract.level == Level.INDUSTRY and not contract.industry:
        raise Refused("industry", _("Choose the industry the contract is made for."))
    if contract.level != Level.INDUSTRY and contract.industry:
        raise Refused("industry", _("Leave this empty: only a contract of an industry names one."))


def refuse_named(contract: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """The number of employers is what the contract says; its list holds no more."""
    if contract.level == Level.ENTERPRISE and contract.employers_named != 1:
        raise Refused("employers_named", _("A contract of one enterprise names one employer."))
    count = listed.count(contract)
    if contract.employers_named < count:
        raise Refused(
            "employers_named",
            _("%(count)s employers are listed already; take some off the list first.") % {"count": count},
        )


def refuse_term(contract: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A wage contract is renewed every year: the federation's own rule."""
    asked, first, last = term(contract.kind), contract.starts_on, contract.last_on
    latest, earliest = asked.latest(first), asked.earliest(first)
    if latest is not None and last > latest:
        raise Refused(
            "last_on",
            _(
                "By the federation's own rule such a contract runs %(months)s months at most; beginning on "
                "%(first)s it ends on %(last)s at the latest."
            )
            % {"months": asked.most, "first": first.isoformat(), "last": latest.isoformat()},
        )
    if earliest is not None and last < earliest:
        raise Refused(
            "last_on",
            _(
                "By the federation's own rule such a contract runs %(months)s months at least; beginning on "
                "%(first)s it ends on %(last)s at the earliest."
            )
            % {"months": asked.least, "first": first.isoformat(), "last": earliest.isoformat()},
        )


def refuse_out_of_step(contract: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Passed, then signed, then filed: no day is left out and none runs ahead of its step."""
    reached = REACHED[contract.state]
    for place, name in enumerate(DAYS):
        given = getattr(contract, name)
        if place < reached and not given:
            raise Refused(name, _("A contract is passed, then signed, then filed: give this day too."))
        if place >= reached and given:
            raise Refused(name, _("Leave this empty: the step that comes later fills it in."))
    for name, place in NEEDED:
        if place <= reached and not str(getattr(contract, name)).strip():
            label = contract._meta.get_field(name).verbose_name
            raise Refused(
                name, _("Type the %(what)s: a contract that has come this far has one.") % {"what": label}
            )


def refuse_votes(contract: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A draft passes with more than half of all delegates, not of those who came."""
    everyone, votes = contract.delegates_all, contract.delegates_for
    if REACHED[contract.state] and (everyone is None or votes is None):
        name = "delegates_all" if everyone is None else "delegates_for"
        raise Refused(name, _("Give the number of all delegates and of the votes for the draft."))
    if everyone is None or votes is None:
        return
    said = {"votes": votes, "all": everyone}
    if votes > everyone:
        raise Refused("delegates_for", _("%(votes)s votes of %(all)s delegates are not possible.") % said)
    if REACHED[contract.state] and votes * 2 <= everyone:
        raise Refused(
            "delegates_for",
            _("%(votes)s of %(all)s is not passed: it takes more than half of all delegates.") % said,
        )


def refuse_order(contract: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Consultation, congress, signature, filing and the labour office's opinion follow one another."""
    if contract.reviewed_on and not contract.filed_on:
        raise Refused("reviewed_on", _("The labour office has nothing to look at before it is filed."))
    given = [(name, day) for name in ORDER if (day := getattr(contract, name))]
    for (_first, earlier), (name, later) in pairwise(given):
        if later < earlier:
            raise Refused(
                name,
                _("%(later)s lies before the step that came first, on %(earlier)s.")
                % {"later": later.isoformat(), "earlier": earlier.isoformat()},
            )


def refuse_before_founding(contract: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if contract.signed_on and contract.signed_on < contract.org.opened_on:
        raise Refused(
            "signed_on",
            _("%(org)s was founded on %(day)s; it signed nothing before.")
            % {"org": contract.org, "day": contract.org.opened_on.isoformat()},
        )


def refuse_early_end(contract: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """An early end lies within the term, and only a contract that ended early has one."""
    day = contract.terminated_on
    if contract.state != "terminated":
        if day is not None:
            raise Refused(
                "terminated_on", _("Leave this empty: the step that ends the contract early fills it in.")
            )
    elif day is None or not contract.starts_on <= day < contract.last_on:
        said = {"first": contract.starts_on.isoformat(), "last": contract.last_on.isoformat()}
        raise Refused(
            "terminated_on", _("An early end lies within the term, from %(first)s to before %(last)s.") % said
        )


def refuse_delegate(contract: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Whoever confirms a contract belongs to the workers it is made for."""
    refuse_outsider(contract, "delegate", by, before)


def refuse_not_unionised(contract: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """On the day it is signed every employer listed from the start has a union."""
    if before is None or contract.signed_on is None:
        return
    if before["signed_on"] == contract.signed_on.isoformat():
        return
    unit = listed.without_union(contract)
    if unit is not None:
        raise Refused(
            "signed_on",
            _("%(unit)s had no union of %(org)s on %(day)s; take it off the list or correct the coverage.")
            % {"unit": unit, "org": contract.org, "day": contract.signed_on.isoformat()},
        )


def refuse_clash(contract: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Other days must not overlap with another contract of an employer listed; the list follows its contract."""
    if before is None:
        return
    if before["starts_on"] != contract.starts_on.isoformat():
        listed.carry(contract, since=before["starts_on"], by=by)
    found = listed.clash(contract)
    if found is not None:
        unit, other = found
        raise Refused(
            "starts_on",
            _("%(unit)s is under another contract of this kind and level on some of these days: %(other)s.")
            % {"unit": unit, "other": other},
        )
