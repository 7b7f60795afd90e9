"""What this room tells the one that reaches people: where a lost question is asked anew, and squares for the wall."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.evidence.models import Request
from zhijia.evidence.panels import entry_url
from zhijia.reach import people
from zhijia.reach.lists import sheets

PREFIX = "confirmation:"
LOT = 500


def origins(keys: Iterable[str]) -> dict[str, str]:
    """The entry a question is about, by the occasion of its message."""
    wanted = [UUID(key.removeprefix(PREFIX)) for key in keys if key.startswith(PREFIX)]
    found: dict[str, str] = {}
    for start in range(0, len(wanted), LOT):
        rows = Request.objects.filter(uid__in=wanted[start : start + LOT])
        for uid, kind, entry in rows.values_list("uid", "kind", "entry_uid"):
            found[f"{PREFIX}{uid}"] = entry_url(kind, entry)
    return found


def install() -> None:
    people.ORIGINS.append(origins)
    sheets.add(
        sheets.Way(
            "answer",
            pgettext_lazy("square for the wall", "Answer a question"),
            _(
                "The union wrote something down about you: say whether it is so, with the code of your message or slip."
            ),
            lambda org: reverse("evidence:code"),
            order=10,
        )
    )
    sheets.add(
        sheets.Way(
            "arrive",
            pgettext_lazy("square for the wall", "Sign in at a meeting"),
            _("Type the number that hangs in the room; the link comes to your own telephone."),
            lambda org: reverse("evidence:arrive"),
            order=20,
        )
    )
