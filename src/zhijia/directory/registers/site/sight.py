"""Who sees a project site, and who is there, beside the union that runs it."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy

from zhijia.directory.rules import officers
from zhijia.kernel.day import today
from zhijia.registry.policy import Rule, holds
from zhijia.tree.actor import Actor

WORKING = ("officer", "chair", "caseworker", "leader")


def rows(model: str) -> QuerySet[Any]:
    """The entries of a model of this room, which is not there yet while its rules are written down."""
    found: QuerySet[Any] = apps.get_model("directory", model)._default_manager.order_by()
    return found


def held(spans: QuerySet[Any]) -> QuerySet[Any]:
    """The spans that hold today."""
    day = today()
    return spans.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


def at_group(*roles: str, prefix: str = "") -> Rule:
    """Those with a post in the union group a site has of its own; `prefix` leads from the entry to the site."""
    there = holds(*roles, prefix=f"{prefix}group__")
    return Rule(gettext_lazy("somebody with a post in the site's own union group"), there.q)


def members_of_mine(actor: Actor) -> QuerySet[Any] | None:
    """Today's memberships at the actor's unions and below; None for who works with none."""
    places = officers.q(actor)
    return None if places is None else held(rows("Membership").filter(places))


def _where_members_are(actor: Actor) -> Q | None:
    mine = members_of_mine(actor)
    if mine is None:
        return None
    posted = rows("Posting").filter(Exists(mine.filter(person=OuterRef("person"))))
    return Q(Exists(posted.filter(site=OuterRef("pk"))))


def _where_i_am(actor: Actor) -> Q | None:
    if actor.is_anonymous or actor.person_id is None:
        return None
    return Q(Exists(rows("Posting").filter(site=OuterRef("pk"), person=actor.person_id)))


def _of_member(actor: Actor) -> Q | None:
    mine = members_of_mine(actor)
    return None if mine is None else Q(Exists(mine.filter(person=OuterRef("person"))))


#: sites where a member of the own union is or was posted
where_members_are = Rule(
    gettext_lazy("an officer of the home union of somebody posted there"), _where_members_are
)
#: sites where the person who is logged in is or was posted
where_i_am = Rule(gettext_lazy("somebody posted there"), _where_i_am)
#: entries about a member of the own union, wherever the site
of_member = Rule(gettext_lazy("an officer of the person's home union"), _of_member)
