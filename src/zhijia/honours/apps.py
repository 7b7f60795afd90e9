from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HonoursConfig(AppConfig):
    name = "zhijia.honours"
    label = "honours"
    verbose_name = _("honours")
    default_auto_field = "django.db.models.BigAutoField"
