"""Proof that stands on the list a person is on: one stamped list covers everybody it names."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy

from zhijia.tally.indicator import evidenced

insurers_list = replace(
    evidenced,
    met=Q(round__evidenced_at__isnull=False),
    missing=gettext_lazy("no list stamped by the insurer on the round yet"),
    mend=gettext_lazy("Add the insurer's stamped list or the policy, not used before, on the round's page."),
)
hospitals_list = replace(
    evidenced,
    met=Q(checkup__evidenced_at__isnull=False),
    missing=gettext_lazy("no list stamped by the hospital on the check-up yet"),
    mend=gettext_lazy("Add the hospital's stamped list or bill, not used before, on the check-up's page."),
)
signed_list = replace(
    evidenced,
    met=Q(handout__evidenced_at__isnull=False),
    missing=gettext_lazy("neither the signed list nor a photo of the handing out is there yet"),
    mend=gettext_lazy("Add the signed list or a photo, not used before, on the page of the handing out."),
)
