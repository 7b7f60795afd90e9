"""What the console says of the demonstration: scoreboard, counts, who may log in, other commands."""

from __future__ import annotations

import os

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhijia.plans.models import Plan
from zhijia.registry.register import registers
from zhijia.site.demo.cast import CAST, PASSWORD
from zhijia.site.demo.scoreboard import scoreboard, table


def plan() -> Plan:
    """The issued plan of the demonstration."""
    return Plan.objects.select_related("org").filter(state="issued").order_by("-year", "pk")[0]


def report() -> str:
    """The scoreboard, the counts of what was made, and the log-ins."""
    counts = ", ".join(
        f"{register.model._meta.verbose_name_plural} {register.model._default_manager.count()}"
        for register in registers()
    )
    return f"\n{scoreboard(plan())}\n\n{counts}\n\n{log_ins()}\n"


def log_ins() -> str:
    """Who can be tried, in the console's language."""
    chinese = (get_language() or "").startswith("zh")
    rows = [[_("Account"), _("Name"), _("Post"), _("What to try")]]
    for player in CAST:
        name = player.name if chinese else player.latin
        rows.append([player.username, name, player.post[not chinese], player.what[not chinese]])
    told = _("Log-ins; the password of all is %(password)s") % {"password": PASSWORD}
    scale = _("Demonstration data: head counts are 1/20 of the original plan's.")
    return f"{told}\n\n{table(rows, right=False)}\n\n{scale}"


def ready() -> str:
    """How other commands find this data."""
    place = os.environ.get("ZHIJIA_DATA")
    command = "zhijia verify" if place is None else f"ZHIJIA_DATA={place} zhijia verify"
    return _("Ready. Other commands on this data: %(command)s") % {"command": command}
