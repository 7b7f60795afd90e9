"""People a union may look at because they work at a site it runs, wherever they are members."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy

from zhijia.directory.registers.site.sight import WORKING, at_group, held, rows
from zhijia.directory.rules import officers
from zhijia.registry.policy import Rule
from zhijia.tree.actor import Actor

_at_sites = officers | at_group(*WORKING, prefix="site__")


def _posted(actor: Actor) -> Q | None:
    """Everybody posted today at the actor's sites; whoever has left is out of sight again."""
    places = _at_sites.q(actor)
    if places is None:
        return None
    return Q(pk__in=held(rows("Posting").filter(places)).values("person_id"))


posted_with_mine = Rule(gettext_lazy("an officer of the union whose site the person is posted at"), _posted)
