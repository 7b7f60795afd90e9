"""People a union may look at because they ask to come: applicants, and members released to it."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext_lazy

from zhijia.directory.rules import officers
from zhijia.registry.policy import Rule, holds
from zhijia.tree.actor import Actor

_receiving = holds("officer", "chair", "caseworker", "leader", prefix="to__")


def _people(model: str, places: Q | None, **lookups: str) -> Q | None:
    if places is None:
        return None
    rows = apps.get_model("directory", model)._default_manager.filter(places, **lookups)
    return Q(pk__in=rows.order_by().values("person_id"))


def _asking(actor: Actor) -> Q | None:
    applicants = _people("Application", officers.q(actor), state="applied")
    coming = _people("Transfer", _receiving.q(actor), state="released")
    return None if applicants is None or coming is None else applicants | coming


asking_mine = Rule(gettext_lazy("an officer of a union the person asks to join"), _asking)
