from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    name = "zhijia.office"
    label = "office"
    verbose_name = _("office work")
    default_auto_field = "django.db.models.BigAutoField"
