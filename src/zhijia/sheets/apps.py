from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class SheetsConfig(AppConfig):
    name = "zhijia.sheets"
    label = "sheets"
    verbose_name = _("lists in and out")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A room declares lists of its own in a module called `sheets`."""
        autodiscover_modules("sheets")
