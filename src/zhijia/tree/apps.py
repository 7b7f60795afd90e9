from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TreeConfig(AppConfig):
    name = "zhijia.tree"
    label = "tree"
    verbose_name = _("organisations and posts")
    default_auto_field = "django.db.models.BigAutoField"
