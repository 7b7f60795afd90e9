"""What the pages of a campaign answer to everybody."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from tests.matrix.cells import NOWHERE, Cell, always, both
from tests.matrix.world import World
from zhijia.plans.models import STAFF, CampaignRegister


def cells(world: World) -> Iterator[Cell]:
    one = world.entries["plans.campaign"]
    here, absent = (reverse("plans:campaign", args=[uid]) for uid in (one.uid, NOWHERE))
    view = CampaignRegister.policy.view
    yield from both(
        "plans:campaign",
        here,
        lambda actor: {200 if view.test(actor, one) else 404},
        always(405),
        absent=absent,
    )
    for name in ("campaign_docx", "campaign_pdf"):
        here, absent = (reverse(f"plans:{name}", args=[uid]) for uid in (one.uid, NOWHERE))
        yield from both(
            f"plans:{name}",
            here,
            lambda actor: {200 if any(one.path.startswith(at) for at in actor.paths(*STAFF)) else 404},
            always(405),
            absent=absent,
        )
