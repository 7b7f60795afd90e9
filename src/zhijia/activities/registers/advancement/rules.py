"""What a raised skill grade or degree must not be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from zhijia.activities.levels import Level, rank
from zhijia.activities.persons import listed_elsewhere
from zhijia.activities.registers.certification.register import Certification
from zhijia.registry.distinct import chunks
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

Before = Mapping[str, Any] | None


def refuse_not_rising(advancement: Any, by: Actor, before: Before) -> None:
    """From and to are levels of one kind, and to is the higher one."""
    ranks = {name: rank(advancement.kind, getattr(advancement, name)) for name in ("from_level", "to_level")}
    for name, found in ranks.items():
        if found is None:
            kind = advancement.get_kind_display()
            raise Refused(
                name,
                _("“%(level)s” is no %(kind)s.")
                % {"level": Level(getattr(advancement, name)).label, "kind": kind},
            )
    if ranks["to_level"] <= ranks["from_level"]:  # type: ignore[operator]
        said = {"to": Level(advancement.to_level).label, "from": Level(advancement.from_level).label}
        raise Refused("to_level", _("%(to)s is not higher than %(from)s: nothing was raised.") % said)


def refuse_no_certificate(advancement: Any, by: Actor, before: Before) -> None:
    """A certificate has a number, unless the issuer's list stands for it."""
    if not advancement.certificate_number and advancement.certification_id is None:
        raise Refused(
            "certificate_number",
            _("Type the certificate's number, or choose the issuer's list the person is on."),
        )


def refuse_other_list(advancement: Any, by: Actor, before: Before) -> None:
    """What stands on an issuer's list agrees with it."""
    listed = advancement.certification
    if listed is None:
        return
    for name in ("kind", "issuer", "happened_on"):
        if getattr(advancement, name) != getattr(listed, name):
            raise Refused(
                name,
                _("The list “%(list)s” says %(what)s here; leave this empty or correct the list.")
                % {"list": listed, "what": _shown(listed, name)},
            )


def _shown(listed: Certification, name: str) -> str:
    display = getattr(listed, f"get_{name}_display", None)
    return str(display() if display else getattr(listed, name))


def refuse_full_list(advancement: Any, by: Actor, before: Before) -> None:
    """No more people than the issuer's list names; the list stays locked until they are written."""
    listed = advancement.certification
    if listed is None or (before is not None and before["certification"] == listed.pk):
        return
    Certification.objects.select_for_update().get(pk=listed.pk)
    others = (
        type(advancement)._default_manager.filter(certification=listed).exclude(pk=advancement.pk).count()
    )
    if others >= listed.people:
        raise Refused(
            "certification",
            _("The list “%(list)s” names %(count)s people; no more can be entered from it.")
            % {"list": listed, "count": listed.people},
        )


def on_full_lists(advancements: Sequence[Any]) -> set[int]:
    """The places of those whose list names fewer people than are entered, new ones counted in."""
    lists = {one.certification_id: one.certification for one in advancements if one.certification_id}
    wanted = Counter(one.certification_id for one in advancements if one._state.adding)
    for some in chunks(list(lists)):
        Certification.objects.select_for_update().filter(pk__in=some).count()
        rows = type(advancements[0])._default_manager.filter(certification_id__in=some).order_by()
        wanted.update(dict(rows.values_list("certification_id").annotate(count=Count("pk"))))
    full = {pk for pk, listed in lists.items() if wanted[pk] > listed.people}
    return {place for place, one in enumerate(advancements) if one.certification_id in full}


def refuse_known_level(advancement: Any, by: Actor, before: Before) -> None:
    """Nobody is raised again from a level they had left, nor to one they had reached."""
    rows = type(advancement)._default_manager.filter(person_id=advancement.person_id, kind=advancement.kind)
    start, goal = (rank(advancement.kind, level) for level in (advancement.from_level, advancement.to_level))
    for other in rows.exclude(pk=advancement.pk):
        low, high = rank(other.kind, other.from_level), rank(other.kind, other.to_level)
        if low is None or high is None or start is None or goal is None or goal <= low or high <= start:
            continue
        raise Refused(
            "to_level",
            _("%(name)s has a certificate of %(day)s on file that raised from %(from)s to %(to)s.")
            % {
                "name": advancement.person,
                "day": other.happened_on.isoformat(),
                "from": Level(other.from_level).label,
                "to": Level(other.to_level).label,
            },
        )


def raised_before(advancements: Sequence[Any]) -> set[int]:
    """The places of those whose person has another certificate on file."""
    return listed_elsewhere(advancements, "person")
