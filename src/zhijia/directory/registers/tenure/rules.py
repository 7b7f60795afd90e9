"""What a post must not be, the term that follows from the law, and the sheet of the union it is written through to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from zhijia.directory.rules import AT_THE_BASE
from zhijia.directory.spans import others, text
from zhijia.kernel.day import today
from zhijia.kernel.period import add_months
from zhijia.law import queries as law
from zhijia.law.rules import Rule
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

Before = Mapping[str, Any] | None


def refuse_before_founding(tenure: Any, by: Actor, before: Before) -> None:
    org = tenure.org
    if tenure.valid_from < org.opened_on:
        raise Refused(
            "valid_from",
            _("%(org)s was founded on %(day)s; nobody held a post before.")
            % {"org": org, "day": org.opened_on.isoformat()},
        )
    if org.closed_on and (tenure.valid_to is None or tenure.valid_to > org.closed_on):
        raise Refused(
            "valid_to",
            _("%(org)s was closed on %(day)s; no post lasts longer.")
            % {"org": org, "day": org.closed_on.isoformat()},
        )


def rule_of_term(tenure: Any) -> Rule:
    """What the law says of the term of such a union."""
    return law.rule("term_grassroots" if tenure.org.kind in AT_THE_BASE else "term_federation", on=today())


def _sheet(tenure: Any) -> Any:
    return apps.get_model("directory", "Union")._default_manager.filter(org_id=tenure.org_id).first()


def term_of(tenure: Any) -> date:
    """Until when an elected post lasts: the whole term, or what is left of that of the committee in office."""
    sheet = _sheet(tenure)
    years = int((sheet and sheet.term_years) or rule_of_term(tenure).number or 0)
    if (
        not tenure.renewal
        and sheet is not None
        and sheet.elected_on
        and sheet.elected_on <= tenure.valid_from
    ):
        ends = add_months(sheet.elected_on, 12 * years)
        if ends > tenure.valid_from:
            return ends
    return add_months(tenure.valid_from, 12 * years)


def refuse_term(tenure: Any, by: Actor, before: Before) -> None:
    """A term lies after the election and is no longer than the law has it."""
    if tenure.renewal and (tenure.post != "chair" or tenure.chosen != "elected"):
        raise Refused("renewal", _("This is for a chair elected with the whole committee."))
    ends = tenure.term_ends_on
    if ends is None:
        return
    rule = rule_of_term(tenure)
    longest = add_months(tenure.valid_from, 12 * int(max(rule.choices or (rule.number or 0,))))
    if not tenure.valid_from < ends <= longest:
        raise Refused(
            "term_ends_on",
            _("The term ends after it begins and by %(day)s at the latest (%(article)s).")
            % {"day": longest.isoformat(), "article": rule.citation},
        )


def refuse_half_left(tenure: Any, by: Actor, before: Before) -> None:
    """A day of leaving and the way belong together, and it does not lie ahead."""
    if tenure.valid_to is None and tenure.left_how:
        raise Refused("valid_to", _("Give the day from which the person no longer holds the post."))
    if tenure.valid_to is not None and not tenure.left_how:
        raise Refused("left_how", _("Say how the post ended."))
    if tenure.valid_to is not None and tenure.valid_to > today() + timedelta(days=1):
        raise Refused("valid_to", _("A post cannot be ended ahead of time: its term says until when."))


def refuse_same_post(tenure: Any, by: Actor, before: Before) -> None:
    """The same person does not hold the same post twice."""
    if tenure.renewal and before is None:
        return
    other = others(tenure, "org", "person", "post").first()
    if other is not None:
        raise Refused(
            "person",
            _("%(person)s holds this post already (%(days)s).")
            % {"person": tenure.person, "days": text(other)},
        )


def refuse_second_chair(tenure: Any, by: Actor, before: Before) -> None:
    """One chair at a time, both named; a change of term ends the chair before."""
    if tenure.post != "chair":
        return
    if tenure.renewal and before is None:
        for older in others(tenure, "org", "post").filter(valid_to=None, valid_from__lt=tenure.valid_from):
            services.stamp(older, {"valid_to": tenure.valid_from, "left_how": "term"}, by=by, verb="end")
    other = others(tenure, "org", "post").select_related("person").first()
    if other is not None:
        raise Refused(
            "person",
            _("%(other)s is chair of %(org)s (%(days)s): end that post before %(person)s takes it.")
            % {"other": other.person, "org": tenure.org, "days": text(other), "person": tenure.person},
        )
    _write_sheet(tenure, by)


def _write_sheet(tenure: Any, by: Actor) -> None:
    """The sheet of the union names its chair and the day its committee was elected, as the posts say."""
    sheet = _sheet(tenure)
    if sheet is None:
        return
    name, values = tenure.person.name, {}
    if tenure.valid_to is None:
        values["chair_name"] = name
    elif sheet.chair_name == name:
        values["chair_name"] = ""
    if (
        tenure.renewal
        and tenure.valid_to is None
        and (sheet.elected_on or tenure.valid_from) <= tenure.valid_from
    ):
        values |= {"elected_on": tenure.valid_from, "term_years": _years(tenure)}
    if any(getattr(sheet, column) != value for column, value in values.items()):
        services.stamp(sheet, values, by=by, verb="post", reason=str(tenure))


def _years(tenure: Any) -> int | None:
    """The years of a term as the sheet knows them."""
    return next(
        (years for years in (3, 5) if add_months(tenure.valid_from, 12 * years) >= tenure.term_ends_on), None
    )
