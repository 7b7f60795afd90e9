"""The check that names unions on paper."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhijia.directory.integrity.check import Check, Severity
from zhijia.directory.life.proofs import on_paper
from zhijia.directory.models import Union

CHECKS = (
    Check(
        "union_on_paper",
        Severity.WARNING,
        Union,
        _("hardly anything shows that the union lives"),
        _(
            "Look at its proofs of life: let members confirm, hold an election or a meeting, hand in dues; if nobody "
            "is left, close it."
        ),
        on_paper,
    ),
)
