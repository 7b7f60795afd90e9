"""Who sees a meeting besides its own union: unions and people it was called for."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.registry.policy import Rule, holds
from zhijia.tree.actor import Actor

guests = holds("officer", "chair", "leader", prefix="guest__")


def _of_guests(actor: Actor) -> Q | None:
    """Meetings to which a union of the actor is invited; a subquery, so that no meeting shows twice."""
    where = guests.q(actor)
    if where is None:
        return None
    rows = apps.get_model("activities", "delegation")._default_manager.filter(where).order_by()
    return Q(pk__in=rows.values_list("meeting_id", flat=True))


def _of_invited(actor: Actor) -> Q | None:
    if actor.user_id is None:
        return None
    rows = apps.get_model("activities", "invitation")._default_manager
    own = rows.filter(person__user_id=actor.user_id).order_by()
    return Q(pk__in=own.values_list("meeting_id", flat=True))


of_guests = Rule(_("unions invited to the meeting"), _of_guests)
of_invited = Rule(_("people invited to the meeting"), _of_invited)
