from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "zhijia.outbox"
    label = "outbox"
    verbose_name = _("outgoing messages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhijia.outbox.checks import providers_can_be_made

        checks.register(providers_can_be_made)
