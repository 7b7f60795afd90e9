"""What the founding of a federation needs before it counts: an institution's act is proven by its document.

No person concerned could confirm it; the number and day under which the union above approved it stand in their
place, and can be looked up there.
"""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.tally.indicator import Gate, evidenced

APPROVED = 8

approved = Gate(
    "approved",
    APPROVED,
    Q(approved_on__isnull=False),
    _("no approval yet"),
    _("Give number and day of the approval on the sheet of the union."),
)
proven = replace(
    evidenced,
    missing=_("no approval document yet"),
    mend=_("Add the document by which the union above approved the founding."),
)
