from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "zhijia.api"
    label = "api"
    verbose_name = _("interface for programs")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhijia.ui import menu

        menu.add_account(menu.Entry(_("My access tokens"), "tokens", icon="key", order=60))
