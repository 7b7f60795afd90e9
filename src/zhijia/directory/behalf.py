"""What workers ask for themselves and what somebody entered for them: told apart, and never the same word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.registry.errors import Refused
from zhijia.registry.extras import Panel
from zhijia.registry.register import Register, register_of
from zhijia.tree.actor import Actor
from zhijia.tree.requests import Request


class Came(models.TextChoices):
    SELF = "self", pgettext_lazy("how a wish came", "by the worker, with the own account")
    COUNTER = "counter", pgettext_lazy("how a wish came", "on behalf: told at the union's office")
    PHONE = "phone", pgettext_lazy("how a wish came", "on behalf: told by telephone")
    PAPER = "paper", pgettext_lazy("how a wish came", "on behalf: signed on paper")
    OWNED = "owned", pgettext_lazy("how a wish came", "on behalf, later said so themselves")
    UNION = "union", pgettext_lazy("how a wish came", "the union asked by itself")


#: entered by somebody else, and the worker has not said so since
BEHALF = (Came.COUNTER, Came.PHONE, Came.PAPER)
#: only the person concerned brings these about
OWN = (Came.SELF, Came.OWNED)


class Wish(models.Model):
    """A column of what a worker asks of a union: whose word it is."""

    came_by = models.CharField(
        pgettext_lazy("wish", "how it came"),
        max_length=8,
        choices=Came.choices,
        blank=True,
        help_text=gettext_lazy(
            "Entered on behalf of the worker it is marked so and is not the worker's own word."
        ),
    )

    person: Any
    state: Any

    class Meta:
        abstract = True


def _is_own(person: Any, by: Actor) -> bool:
    return person is not None and person.user_id is not None and person.user_id == by.user_id


def fill(values: dict[str, Any], by: Actor, *, otherwise: Came = Came.COUNTER) -> None:
    """One's own wish is one's own; of any other it is said how it came."""
    if _is_own(values.get("person"), by):
        values["came_by"] = Came.SELF.value
    elif not values.get("came_by"):
        values["came_by"] = otherwise.value


def refuse_borrowed_word(wish: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Nobody says for the worker that the worker said it, and nobody takes the worker's word away."""
    was, now = (before or {}).get("came_by", ""), wish.came_by
    if was == now or (before is not None and not was):
        return
    if now in OWN and not _is_own(wish.person, by):
        raise Refused("came_by", _("Only the worker says so; choose how the wish came to you."))
    if was in OWN:
        raise Refused("came_by", _("The worker said so; this is not changed by anybody else."))
    if now == Came.UNION and not hasattr(wish, "to"):
        raise Refused("came_by", _("Only a worker asks for this; choose how the wish came to you."))


def own_word(wish: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str = "") -> Any:
    """The worker says that what was entered is the own wish."""
    from zhijia.directory.granted import granted
    from zhijia.registry import services

    if wish.came_by in OWN:
        raise Refused("", _("You said so already."))
    return services.change(
        wish, {"came_by": Came.OWNED.value}, by=granted(by), version=version, verb="own_word"
    )


def choices(register: type[Register], current: str) -> list[tuple[str, Any]]:
    """How an officer may say that a wish came; what stands stays among them."""
    allowed = [*BEHALF, *([Came.UNION] if "to" in register.fields else [])]
    return [(one.value, one.label) for one in Came if one in allowed or one.value == current]


@dataclass(frozen=True)
class Source:
    """Entries of a register that workers make themselves or somebody enters for them."""

    model: type[models.Model]
    own: Q
    behalf: Q
    later: Q
    #: (words, what stands behind the question mark of the list)
    links: tuple[tuple[Any, str], ...] = ()


SOURCES: list[Callable[[], Source]] = []


def sources() -> list[Source]:
    """Everything of the house that may be entered on behalf; rooms above add theirs to SOURCES."""
    return [source() for source in SOURCES]


def of_wishes(model: type[models.Model]) -> Source:
    links = tuple((one.label, f"came_by={one.value}") for one in BEHALF)
    return Source(
        model,
        Q(came_by=Came.SELF),
        Q(came_by__in=[one.value for one in BEHALF]),
        Q(came_by=Came.OWNED),
        links,
    )


def panel(request: Request, register: type[Register], entry: Any) -> Panel | None:
    """The mark on the page of a wish that somebody else entered."""
    came = getattr(entry, "came_by", "")
    if not isinstance(entry, Wish) or came in (Came.SELF, Came.UNION, ""):
        return None
    flow = register_of(type(entry)).flow
    context = {
        "entry": entry,
        "how": entry.get_came_by_display(),
        "owned": came == Came.OWNED,
        "mine": _is_own(entry.person, request.actor),
        "open": flow is not None and entry.state not in flow.closed,
    }
    return Panel("behalf", "directory/behalf_panel.html", context, wide=False)


def is_on_behalf(entry: Any) -> bool:
    """Whether somebody else entered it and the worker has not said so since."""
    return getattr(entry, "came_by", "") in BEHALF
