"""What a workers' congress must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from zhijia.congress.quotas import due
from zhijia.congress.standards import standard
from zhijia.directory import vouching
from zhijia.directory.queries import coverage_on, facts_on
from zhijia.directory.spans import others
from zhijia.kernel.day import today
from zhijia.kernel.period import add_months
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import OrgKind

#: unions that stand inside one employer
ONE_EMPLOYER = (OrgKind.GRASSROOTS, OrgKind.BRANCH, OrgKind.GROUP)


def refuse_scope(congress: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Either one employer, or the name of a region or industry of a union that has several employers."""
    if congress.scope == "unit":
        if congress.unit is None:
            raise Refused("unit", _("Choose the employer whose congress this is."))
        if congress.area:
            raise Refused("area", _("Leave this empty: the congress is that of one employer."))
        return
    if congress.unit is not None:
        raise Refused("unit", _("Leave this empty: the congress is that of a region or industry."))
    if not congress.area:
        raise Refused("area", _("Name the region or industry."))
    if congress.org.kind in ONE_EMPLOYER:
        raise Refused(
            "org",
            _("A union of one employer has no regional congress; choose the union above or a joint one."),
        )


def refuse_uncovered(congress: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Without a union there is nobody to be the working body of the congress."""
    if congress.unit is None or (
        before is not None and before["valid_from"] == congress.valid_from.isoformat()
    ):
        return
    days = {congress.valid_from, min(today(), congress.last_on)}
    if not any(coverage_on(congress.unit, day, beneath=congress.org) for day in days):
        raise Refused(
            "unit",
            _("%(unit)s is not covered by %(org)s or a union below it on %(day)s; record the coverage first.")
            % {"unit": congress.unit, "org": congress.org, "day": congress.valid_from.isoformat()},
        )


def refuse_term(congress: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A term of as many years as the rule allows; a shorter one only with the reason why it ended."""
    rule = standard("congress_term", congress.org, congress.valid_from)
    if congress.valid_to > add_months(congress.valid_from, 12 * rule.number):
        raise Refused(
            "last_on",
            _("A term lasts %(most)s years at most (%(source)s): to %(last)s at the latest.")
            % {
                "most": rule.number,
                "source": rule.source,
                "last": add_months(congress.valid_from, 12 * rule.number).isoformat(),
            },
        )
    least = standard("congress_term_least", congress.org, congress.valid_from)
    years = min(rule.choices, default=least.number)
    short = congress.valid_to < add_months(congress.valid_from, 12 * years)
    if short and not congress.ended_early.strip():
        raise Refused(
            "ended_early",
            _("A term lasts %(least)s years at least (%(source)s); say why this one ended early.")
            % {"least": years, "source": rule.source if rule.choices else least.source},
        )
    if congress.ended_early.strip() and congress.last_on > today():
        raise Refused("ended_early", _("The term still runs: leave this empty, or give the day it ended."))


def refuse_second_term(congress: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """One congress at a time, the numbers in the order of the terms."""
    names = ("unit",) if congress.unit is not None else ("org", "scope", "area")
    other = others(congress, *names).first()
    if other is not None:
        raise Refused(
            "valid_from",
            _(
                "This term (%(mine)s) overlaps with that of %(other)s (%(theirs)s): the new one begins after it."
            )
            % {"mine": days_of(congress), "other": other, "theirs": days_of(other)},
        )
    same = {name: getattr(congress, name) for name in names}
    rows = type(congress)._default_manager.filter(**same).exclude(pk=congress.pk)
    earlier = rows.filter(valid_from__lt=congress.valid_from, number__gte=congress.number)
    later = rows.filter(valid_from__gt=congress.valid_from, number__lte=congress.number)
    if (wrong := earlier.union(later).first()) is not None:
        raise Refused(
            "number",
            _("%(other)s had its term %(days)s; the numbers follow the terms.")
            % {"other": wrong, "days": days_of(wrong)},
        )


def days_of(congress: Any) -> str:
    """First and last day of a term as one reads them."""
    return f"{congress.valid_from.isoformat()} – {congress.last_on.isoformat()}"


def refuse_impossible_parts(congress: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Parts of the delegates are no more than the delegates; nobody is front-line worker and manager."""
    for name in ("front_line", "managers", "women", "dispatched"):
        part = getattr(congress, name) or 0
        if part > congress.delegates:
            raise Refused(
                name,
                _("%(part)s of %(delegates)s delegates is not possible.")
                % {"part": part, "delegates": congress.delegates},
            )
    if congress.front_line + congress.managers > congress.delegates:
        raise Refused(
            "managers",
            _("%(front)s front-line workers and %(managers)s managers are more than %(delegates)s delegates.")
            % {
                "front": congress.front_line,
                "managers": congress.managers,
                "delegates": congress.delegates,
            },
        )


def refuse_too_few(congress: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """As many delegates as the staff on the first day asks for, never more than there are workers."""
    facts = facts_on(congress.unit, congress.valid_from) if congress.unit is not None else None
    wanted = due(congress.org, staff=facts.staff if facts else None, on=congress.valid_from)
    if congress.delegates < wanted.number:
        raise Refused(
            "delegates",
            _("%(least)s delegates at least are due (%(source)s); %(has)s were elected.")
            % {"least": wanted.number, "source": wanted.source, "has": congress.delegates},
        )
    if facts is not None and congress.delegates > facts.staff:
        raise Refused(
            "delegates",
            _("%(has)s delegates are more than the %(staff)s workers on record; correct either of the two.")
            % {"has": congress.delegates, "staff": facts.staff},
        )


def refuse_composition(congress: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Managers are a minority of a set size; in a region or industry front-line workers are a set part."""
    several = "" if congress.scope == "unit" else "_regional"
    most = standard(f"congress_managers{several}", congress.org, congress.valid_from)
    if congress.managers * 100 > most.number * congress.delegates:
        raise Refused(
            "managers",
            _("Managers are %(most)s %% of the delegates at most (%(source)s): %(part)s of %(all)s are more.")
            % _said(most.number, most.source, congress.managers, congress.delegates),
        )
    if not several:
        return
    least = standard("congress_front_line_regional", congress.org, congress.valid_from)
    if congress.front_line * 100 < least.number * congress.delegates:
        raise Refused(
            "front_line",
            _(
                "Front-line workers are %(most)s %% of the delegates at least (%(source)s): "
                "%(part)s of %(all)s are fewer."
            )
            % _said(least.number, least.source, congress.front_line, congress.delegates),
        )


def _said(limit: int, source: str, part: int, whole: int) -> dict[str, Any]:
    return {"most": limit, "source": source, "part": part, "all": whole}


def refuse_outsider(congress: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A delegate works there and has not recorded the congress."""
    vouching.refuse_outsider(congress, "delegate", by, before)


def refuse_sessions_left_out(congress: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """The sessions that were held stay within the term."""
    if before is None:
        return
    rows = apps.get_model("congress", "Session")._default_manager.filter(congress=congress)
    early = rows.filter(happened_on__lt=congress.valid_from).first()
    late = rows.filter(happened_on__gt=congress.last_on).first()
    if (left := early or late) is not None:
        raise Refused(
            "valid_from" if early else "last_on",
            _("The session of %(day)s would lie outside the term; correct it first.")
            % {"day": left.happened_on.isoformat()},
        )
