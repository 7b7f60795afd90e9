"""What a home leave or a visit of the family must not be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from zhijia.directory.registers.posting.register import Posting
from zhijia.registry.distinct import chunks
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

Before = Mapping[str, Any] | None


def refuse_not_posted(reunion: Any, by: Actor, before: Before) -> None:
    """Home leave and visits are those of people posted at the site on the first day."""
    day = reunion.happened_on
    stays = Posting.objects.filter(person_id=reunion.person_id, site_id=reunion.site_id, valid_from__lte=day)
    if not stays.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day)).exists():
        raise Refused(
            "person",
            _("%(name)s was not posted at %(site)s on %(day)s.")
            % {"name": reunion.person, "site": reunion.site, "day": day.isoformat()},
        )


def refuse_same_days(reunion: Any, by: Actor, before: Before) -> None:
    """Two of a kind share no day; another site's is not named."""
    others = type(reunion)._default_manager.filter(person_id=reunion.person_id, kind=reunion.kind)
    others = others.exclude(pk=reunion.pk)
    other = others.filter(happened_on__lte=reunion.ends_on, ends_on__gte=reunion.happened_on).first()
    if other is not None:
        raise Refused(
            "happened_on",
            _("%(name)s has an entry of this kind from %(first)s to %(last)s already.")
            % {
                "name": reunion.person,
                "first": other.happened_on.isoformat(),
                "last": other.ends_on.isoformat(),
            },
        )


def noted_before(reunions: Sequence[Any]) -> set[int]:
    """The places of new entries whose person has one already."""
    model: Any = type(reunions[0]) if reunions else None
    held: set[int] = set()
    for some in chunks(sorted({one.person_id for one in reunions})):
        held |= set(model._default_manager.filter(person_id__in=some).values_list("person_id", flat=True))
    return {place for place, one in enumerate(reunions) if one.person_id in held}
