"""What an employer under a contract must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhijia.contracts import listed
from zhijia.contracts.cover import coverage_on, facts_on
from zhijia.contracts.registers.covered.suspects import day_of_staff, day_of_union
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor


def refuse_outside_term(row: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """An employer is covered on days of the contract."""
    contract = row.contract
    for name, day in {"valid_from": row.valid_from, "last_on": row.last_on}.items():
        if day is not None and not contract.starts_on <= day <= contract.last_on:
            raise Refused(
                name,
                _("The contract runs from %(first)s to %(last)s; choose a day within.")
                % {"first": contract.starts_on.isoformat(), "last": contract.last_on.isoformat()},
            )


def refuse_not_unionised(row: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Without a union there is nobody to sign for its workers."""
    if before is not None and before["valid_from"] == row.valid_from.isoformat():
        return
    day = day_of_union(row)
    if coverage_on(row.unit, day, beneath=row.contract.org) is None:
        raise Refused(
            "unit",
            _("%(unit)s had no union of %(org)s on %(day)s: nobody could sign for its workers.")
            % {"unit": row.unit, "org": row.contract.org, "day": day.isoformat()},
        )


def refuse_more_than_named(row: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """The list holds no more employers than the contract names: what was confirmed is what was listed."""
    if before is not None:
        return
    named = row.contract.employers_named
    others = listed.rows().filter(contract=row.contract_id).exclude(unit=row.unit_id)
    if others.count() >= named:
        raise Refused(
            "contract",
            _(
                "The contract names %(named)s employers and so many are listed; if it names more, correct the "
                "number in the contract, which is then confirmed anew."
            )
            % {"named": named},
        )


def refuse_other_industry(row: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    wanted, own = row.contract.industry, row.unit.industry
    if wanted and own and wanted != own:
        raise Refused(
            "unit",
            _("The contract is made for %(wanted)s; %(unit)s belongs to %(own)s.")
            % {
                "wanted": row.contract.get_industry_display(),
                "unit": row.unit,
                "own": row.unit.get_industry_display(),
            },
        )


def refuse_more_than_staff(row: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A part is no more than the whole."""
    facts = facts_on(row.unit, day_of_staff(row))
    if facts is not None and row.workers > facts.staff:
        raise Refused(
            "workers",
            _("%(workers)s workers are more than the %(staff)s on record; correct either of the two.")
            % {"workers": row.workers, "staff": facts.staff},
        )


def refuse_clash(row: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """One contract of a kind and level at a time; one enterprise's own beside a regional one is no clash."""
    mine = listed.days_of(row.contract, row)
    for other in listed.like(row.contract, [row.unit_id]):
        if listed.share_a_day(mine, listed.days_of(other.contract, other)):
            raise Refused(
                "unit",
                _(
                    "%(unit)s is under another contract of this kind and level on some of these days: %(other)s."
                )
                % {"unit": row.unit, "other": other.contract},
            )
