from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "zhijia.site"
    label = "site"
    verbose_name = _("accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhijia.ui import menu

        entries = (
            (_("My log-ins"), "account_log_ins", "history"),
            (_("Change password"), "account_change_password", "key"),
            (_("Two-step log-in"), "mfa_index", "shield-lock"),
        )
        for order, (label, url_name, icon) in enumerate(entries, start=1):
            menu.add_account(menu.Entry(label, url_name, icon, order=order * 10))
