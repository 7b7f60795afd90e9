"""Who gives a task, who does it, and what it must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.kernel.day import today
from zhijia.registry.errors import Refused
from zhijia.registry.policy import Rule, holds, is_person
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role

#: posts that give tasks, and posts that can be given one
GIVING = (Role.OFFICER, Role.CHAIR, Role.LEADER)
DOING = (*GIVING, Role.CASEWORKER, Role.FINANCE)
OPEN = ("open", "returned")
#: what a task says: the giver's words, which nobody else mends
GIVEN = ("title", "text", "doer", "role", "due_on", "happened_on")


def _at_the_post(actor: Actor) -> Q | None:
    """Tasks of the unions of the actor's posts that are for anybody there or for that very post."""
    parts = [
        Q(path__in=sorted(set(actor.paths(role))), role__in=("", role.value))
        for role in DOING
        if actor.paths(role)
    ]
    return Q(*parts, _connector=Q.OR) if parts else None


at_the_post = Rule(
    gettext_lazy("somebody of the union the task was given to, at the post named"), _at_the_post
)
#: the union that gave it, or one above that steps in
givers = holds(*GIVING, prefix="issuer__")
doers = at_the_post | is_person("doer")
unreported = Rule(
    gettext_lazy("a task nobody has reported on"),
    lambda actor: None if actor.is_anonymous else Q(state="open"),
)


def overdue() -> Q:
    """Tasks that are past their day and not reported done."""
    return Q(state__in=OPEN, due_on__lt=today())


def refuse_not_led(task: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A task goes to one's own union or to one below, and to one that is open."""
    if before is not None:
        return
    if not task.org.path.startswith(task.issuer.path):
        raise Refused(
            "org",
            _("%(org)s does not stand below %(giver)s: a task goes to one's own union or down.")
            % {"org": task.org, "giver": task.issuer},
        )
    if task.org.closed_on is not None:
        raise Refused("org", _("%(org)s is closed.") % {"org": task.org})


def refuse_not_from_here(task: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Only somebody of the union that gives a task gives it."""
    if before is None and not by.system and task.issuer.path not in by.paths(*GIVING):
        raise Refused("org", _("You hold no post at %(giver)s that gives tasks.") % {"giver": task.issuer})


def refuse_due_early(task: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A task can be done only after it was given."""
    if task.due_on < task.happened_on:
        said = {"due": task.due_on.isoformat(), "given": task.happened_on.isoformat()}
        raise Refused("due_on", _("Due on %(due)s, but given on %(given)s: choose a later day.") % said)


def refuse_stranger(task: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """The person named belongs to the union the task is for, or to one below it."""
    if task.doer is not None and not task.doer.path.startswith(task.org.path):
        raise Refused(
            "doer",
            _("%(person)s does not belong to %(org)s: name somebody of that union, or nobody.")
            % {"person": task.doer, "org": task.org},
        )


def refuse_others_words(task: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """What was asked is mended by the union that asked, while the task is open."""
    if before is None:
        return
    changed = [name for name in GIVEN if before[name] != _plain(task, name)]
    if not changed:
        return
    if before["state"] not in OPEN:
        raise Refused(changed[0], _("This task was reported on; what it asked stays as it was."))
    if not (by.system or givers.test(by, task)):
        said = _("What the task asks is changed by %(giver)s; ask them.") % {"giver": task.issuer}
        raise Refused(changed[0], said)


def refuse_said_silently(task: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """The result is said by reporting, so that the giver sees when."""
    if before is None and task.result:
        raise Refused("result", _("A new task has no result yet: give it first, then report."))
    if before is not None and before["result"] != task.result and before["state"] == task.state:
        raise Refused("result", _("The result is said with the step “Report done”."))


def _plain(task: Any, name: str) -> Any:
    value = getattr(task, f"{name}_id" if name == "doer" else name)
    return value.isoformat() if name.endswith("_on") else value
