"""What an application for membership must not be, and how it is granted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zhijia.directory.granted import granted
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor


def refuse_closed_union(application: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if before is None and application.org.closed_on is not None:
        raise Refused("org", _("%(org)s is closed; choose another union.") % {"org": application.org})


def refuse_member(application: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Whoever is a member somewhere is transferred, so that the membership goes on without a gap."""
    if before is None and (held := open_membership(application.person)) is not None:
        if held.org_id == application.org_id:
            raise Refused("person", _("This person is a member of this union already."))
        raise Refused(
            "person", _("This person is a member of another union: ask for a transfer, not for admission.")
        )


def refuse_second(application: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if before is not None:
        return
    waiting = type(application)._default_manager.filter(person=application.person, state="applied")
    if waiting.exists():
        raise Refused(
            "person",
            _("An application of this person waits for an answer already: withdraw it first, or wait."),
        )


def open_membership(person: Any) -> Any | None:
    """The membership of a person that has no end."""
    memberships = apps.get_model("directory", "Membership")._default_manager
    return memberships.filter(person=person, valid_to=None).select_related("org").first()


@transaction.atomic
def admit(application: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str = "") -> Any:
    """The applicant a member from the day given; the record goes to the union that admits."""
    from zhijia.directory.services import join, register_of

    me, person, on = granted(by), application.person, values["admitted_on"]
    _refuse_day(application, on)
    if person.org_id != application.org_id:
        services.stamp(person, {"org": application.org}, by=me, verb="transfer")
        person.refresh_from_db()
    known = apps.get_model("directory", "Membership")._default_manager.filter(person=person).exists()
    join(person, union=application.org, on=on, by=me, kind="returned" if known else "new")
    filled = {"admitted_on": on, "state": register_of(type(application)).flow.move("approve").target}
    return services.change(application, filled, by=me, version=version, verb="approve")


def _refuse_day(application: Any, on: date) -> None:
    if on < application.happened_on:
        raise Refused(
            "admitted_on",
            _("Nobody is admitted before the application of %(day)s.")
            % {"day": application.happened_on.isoformat()},
        )
    memberships = apps.get_model("directory", "Membership")._default_manager
    # said here without the union's name: the committee has no right to the list of another
    later = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    if memberships.filter(later, person=application.person).exists():
        raise Refused(
            "admitted_on", _("The person was a member of another union on that day; choose a later one.")
        )
