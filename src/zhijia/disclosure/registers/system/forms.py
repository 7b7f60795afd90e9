"""The ways in which an employer discloses its affairs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Form(models.TextChoices):
    CONGRESS = "congress", pgettext_lazy("form of disclosure", "workers' congress")
    BOARD = "board", pgettext_lazy("form of disclosure", "notice board")
    MEETING = "meeting", pgettext_lazy("form of disclosure", "meeting or briefing")
    NETWORK = "network", pgettext_lazy("form of disclosure", "internal network or screen")


#: what stays to be read, and so has a last day
STAYING = (Form.BOARD.value, Form.NETWORK.value)
