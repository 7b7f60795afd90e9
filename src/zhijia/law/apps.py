from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class LawConfig(AppConfig):
    name = "zhijia.law"
    label = "law"
    verbose_name = _("law and working days")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhijia.law.checks import packs_can_be_read

        checks.register(packs_can_be_read)
        post_migrate.connect(_seed, sender=self, dispatch_uid="law-calendar")


def _seed(using: str, **kwargs: Any) -> None:
    """Fills the years the library knows and the table lacks, when a database was migrated or emptied."""
    from django.db import connections

    from zhijia.law.models import CalendarYear
    from zhijia.law.services import seed_calendar

    # the signal also comes when only other rooms were migrated, or this one back to nothing
    if CalendarYear._meta.db_table in connections[using].introspection.table_names():
        seed_calendar(using=using)
