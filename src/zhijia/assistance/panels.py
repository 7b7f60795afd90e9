"""What stands beside an entry: to whom a sum goes that the chair here may not decide, why a renewal is not new."""

from __future__ import annotations

from typing import Any

from zhijia.assistance.limits import alone
from zhijia.assistance.paying import APPROVAL
from zhijia.assistance.registers.enrolment.renewals import round_before
from zhijia.kernel import money
from zhijia.registry.extras import Panel
from zhijia.registry.register import Register
from zhijia.tree.models import Org
from zhijia.tree.requests import Request


def routed(request: Request, register: type[Register], entry: Any) -> Panel | None:
    """The limit it is above and the union that decides; None for whatever a chair may approve."""
    if register.flow is None or APPROVAL[0] not in register.flow.moves or entry.state != "asked":
        return None
    most = alone(entry.path)
    if most is None or entry.amount <= most:
        return None
    above = Org.objects.filter(pk=entry.org.parent_id).first()
    context = {"amount": money.text(entry.amount), "limit": money.text(most), "above": above}
    return Panel("routed", "assistance/routed.html", context)


def renewed(request: Request, register: type[Register], entry: Any) -> Panel | None:
    """The round before, for an enrolment that insures again; its list is named to whoever may see it."""
    if register.key != "assistance.enrolment" or not entry.renewal:
        return None
    earlier = round_before(entry)
    seen = earlier is not None and type(earlier).register.policy.view.test(request.actor, earlier)
    return Panel("renewed", "assistance/renewed.html", {"earlier": earlier, "seen": bool(seen)})
