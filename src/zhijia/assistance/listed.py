"""What lists of people refuse alike: strangers to the union, more people than the stamped list, late changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, Model
from django.utils.translation import gettext as _

from zhijia.directory.queries import works_at
from zhijia.registry.distinct import chunks
from zhijia.registry.errors import Refused
from zhijia.registry.writing import plain
from zhijia.tree.actor import Actor

Before = Mapping[str, Any] | None


def refuse_stranger(entry: Any, before: Before) -> None:
    """Whoever is on a union's list works there or is a member of a union below it."""
    if before is not None and before.get("person") == entry.person_id:
        return
    # asked first, as a list may have a thousand people of whom hardly one is kept elsewhere
    kept_here = entry.person.path.startswith(entry.org.path)
    if not kept_here and not works_at(entry.person, entry.org):
        raise Refused(
            "person",
            _("Choose a worker of %(org)s or of a union below it; %(name)s is on file elsewhere.")
            % {"org": entry.org, "name": entry.person},
        )


def locked(parent: Any) -> Any:
    """The list's own entry, locked until the people on it are written."""
    return type(parent)._default_manager.select_for_update().get(pk=parent.pk)


def others_on(entry: Any, field: str) -> int:
    """How many other people are on the list of `entry` already."""
    rows = type(entry)._default_manager.filter(**{field: getattr(entry, field)})
    return int(rows.exclude(pk=entry.pk).count())


def of_full_lists(entries: Sequence[Any], field: str, most: str) -> set[int]:
    """The places of entries whose list, new ones counted in, is longer than its number `most`."""
    if not entries:
        return set()
    model: Any = type(entries[0])
    column = f"{field}_id"
    parents = {getattr(entry, column): getattr(entry, field) for entry in entries}
    wanted = Counter(getattr(entry, column) for entry in entries if entry._state.adding)
    parent_model: Any = model._meta.get_field(field).related_model
    for some in chunks(sorted(parents)):
        list(parent_model._default_manager.select_for_update().filter(pk__in=some).values_list("pk"))
        rows = model._default_manager.filter(**{f"{column}__in": some}).order_by()
        wanted.update(dict(rows.values_list(column).annotate(count=Count("pk"))))
    full = {pk for pk, parent in parents.items() if wanted[pk] > (getattr(parent, most) or 0)}
    return {place for place, entry in enumerate(entries) if getattr(entry, column) in full}


def on_other_lists(entries: Sequence[Any]) -> set[int]:
    """The places of entries, stored or not, whose person has another entry of the same register, stored or not."""
    if not entries:
        return set()
    model: Any = type(entries[0])
    seen = Counter(entry.person_id for entry in entries if entry._state.adding)
    for some in chunks(sorted({entry.person_id for entry in entries})):
        rows = model._default_manager.filter(person_id__in=some).order_by()
        seen.update(dict(rows.values_list("person_id").annotate(count=Count("pk"))))
    return {place for place, entry in enumerate(entries) if seen[entry.person_id] > 1}


def refuse_changed_list(entry: Any, before: Before, names: Iterable[str], children: str) -> None:
    """What a list says of everybody on it stays once there are people on it."""
    if before is None:
        return
    changed = [
        name for name in names if before[name] != plain(getattr(entry, entry._meta.get_field(name).attname))
    ]
    if changed and any(rows.exists() for rows in _people(entry, children)):
        raise Refused(
            changed[0],
            _("People are on this list already and stand with it; record another one for what is different."),
        )


def _people(entry: Model, children: str) -> list[Any]:
    return [getattr(entry, name).all() for name in children.split()]


def refuse_insured_twice(entry: Any, by: Actor) -> None:
    """Nobody is insured twice at a time under one plan; the other list is named to whoever may see it."""
    one = entry.round
    rows = type(entry)._default_manager.filter(
        person_id=entry.person_id,
        round__plan=one.plan,
        round__valid_from__lt=one.valid_to,
        round__valid_to__gt=one.valid_from,
    )
    other = rows.exclude(pk=entry.pk).exclude(round_id=one.pk).select_related("round").first()
    if other is None:
        return
    seen = type(one).register.policy.view.test(by, other.round)
    raise Refused(
        "person",
        _("%(name)s is insured under this plan already, from %(first)s to before %(end)s, by %(list)s.")
        % {
            "name": entry.person,
            "first": other.round.valid_from.isoformat(),
            "end": other.round.valid_to.isoformat(),
            "list": other.round if seen else _("the list of another union"),
        },
    )
