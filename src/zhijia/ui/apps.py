"""The room of the look."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class UiConfig(AppConfig):
    name = "zhijia.ui"
    label = "ui"
    verbose_name = pgettext_lazy("room", "look")
    default_auto_field = "django.db.models.BigAutoField"
