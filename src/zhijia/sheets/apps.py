from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SheetsConfig(AppConfig):
    name = "zhijia.sheets"
    label = "sheets"
    verbose_name = _("lists in and out")
    default_auto_field = "django.db.models.BigAutoField"
