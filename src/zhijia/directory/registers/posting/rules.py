"""What a posting must not be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhijia.directory.registers.site.register import Site
from zhijia.directory.registers.site.sight import rows
from zhijia.directory.spans import refuse_overlap, with_others
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

Before = Mapping[str, Any] | None


def refuse_outside_site(posting: Any, by: Actor, before: Before) -> None:
    """Nobody is posted before a site opens or after it closes; the site stays locked until that is written."""
    site = Site.objects.select_for_update().get(pk=posting.site_id)
    if posting.valid_from < site.happened_on:
        raise Refused(
            "valid_from",
            _("%(site)s opened on %(day)s; nobody was posted there before.")
            % {"site": site, "day": site.happened_on.isoformat()},
        )
    if site.closed_on is None:
        return
    said = {"site": site, "day": site.closed_on.isoformat()}
    if posting.valid_from >= site.closed_on:
        raise Refused("valid_from", _("%(site)s closed on %(day)s; nobody is posted there any more.") % said)
    if posting.valid_to is None or posting.valid_to > site.closed_on:
        raise Refused(
            "valid_to", _("%(site)s closed on %(day)s: the posting ends on that day or before.") % said
        )


def refuse_elsewhere(posting: Any, by: Actor, before: Before) -> None:
    """One place at a time; a site out of sight is not named."""
    view = type(posting).register.policy.view
    refuse_overlap(
        posting,
        "person",
        label=lambda other: other if view.test(by, other) else _("a posting elsewhere"),
        hint=_("A person is at one site at a time: enter first when the person left the other one."),
    )


def refuse_reunion_left(posting: Any, by: Actor, before: Before) -> None:
    """Home leave and visits noted of somebody stay within a posting at the same site."""
    if before is None:
        return
    stays = rows("Posting").filter(person=posting.person_id, site=posting.site_id).exclude(pk=posting.pk)
    spans = [(posting.valid_from, posting.valid_to), *stays.values_list("valid_from", "valid_to")]
    _refuse_outside(posting, spans)


def refuse_removal(posting: Any) -> None:
    """A posting that home leave or a visit rests on is not removed."""
    stays = rows("Posting").filter(person=posting.person_id, site=posting.site_id)
    _refuse_outside(posting, list(stays.values_list("valid_from", "valid_to")))


def _refuse_outside(posting: Any, spans: Sequence[tuple[date, date | None]]) -> None:
    noted = rows("Reunion").filter(person=posting.person_id, site=posting.site_id).order_by("happened_on")
    for day in noted.values_list("happened_on", flat=True):
        if not any(begins <= day and (ends is None or ends > day) for begins, ends in spans):
            raise Refused(
                "valid_from" if day < posting.valid_from else "valid_to",
                _(
                    "Home leave or a visit is noted from %(day)s on, which would lie outside of the posting: "
                    "correct or remove that entry first."
                )
                % {"day": day.isoformat()},
            )


def posted_before(postings: Sequence[Any]) -> set[int]:
    """The places of new postings whose person was posted somewhere already."""
    return with_others(postings, "person")
