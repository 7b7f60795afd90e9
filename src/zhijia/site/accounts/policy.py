"""Who must log in by two steps, and which pages stay open until that is set up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from allauth.mfa.models import Authenticator
from django.conf import settings

from zhijia.tree.actor import Actor

View = TypeVar("View", bound=Callable[..., object])


def two_step_wanted() -> bool:
    """Whether this house asks its officers for two-step log-in: as set, else everywhere but in the demo."""
    wanted = settings.ZHIJIA_REQUIRE_TOTP
    return not settings.DEMO if wanted is None else bool(wanted)


def two_step_required(actor: Actor) -> bool:
    """Whether this actor needs it: anybody with a live post."""
    return bool(actor.seats) and two_step_wanted()


def two_step_missing(actor: Actor) -> bool:
    """Whether the actor needs two-step log-in and has not set it up; one query where it is needed at all."""
    return (
        two_step_required(actor)
        and not Authenticator.objects.filter(user_id=actor.user_id, type=Authenticator.Type.TOTP).exists()
    )


def before_setup(view: View) -> View:
    """Marks a view that is open before the password is changed or two-step log-in is set up."""
    view.before_setup = True  # type: ignore[attr-defined]
    return view
