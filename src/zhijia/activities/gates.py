"""Proof that stands on the list a person is on: one sign-in sheet covers everybody it names."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy

from zhijia.tally.indicator import evidenced

sign_in_sheet = replace(
    evidenced,
    met=Q(course__evidenced_at__isnull=False),
    missing=gettext_lazy("no sign-in sheet or photo on the course yet"),
    mend=gettext_lazy(
        "Add the course's sign-in sheet or a photo of the lesson, not used before, on its page."
    ),
)
activity_sheet = replace(
    evidenced,
    met=Q(programme__evidenced_at__isnull=False),
    missing=gettext_lazy("no sign-in sheet or photo on the activity yet"),
    mend=gettext_lazy("Add the activity's sign-in sheet or a photo, not used before, on its page."),
)
certificate = replace(
    evidenced,
    met=Q(evidenced_at__isnull=False) | Q(certification__evidenced_at__isnull=False),
    missing=gettext_lazy("neither the certificate nor the issuer's list is there yet"),
    mend=gettext_lazy("Add a photo of the certificate here, or the issuer's list on its own page."),
)
meeting_list = replace(
    evidenced,
    met=Q(meeting__evidenced_at__isnull=False),
    missing=gettext_lazy("neither the signed list nor a photo of the meeting is there yet"),
    mend=gettext_lazy("Add the signed list or a photo of the meeting, not used before, on its page."),
)
