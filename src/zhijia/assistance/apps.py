from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssistanceConfig(AppConfig):
    name = "zhijia.assistance"
    label = "assistance"
    verbose_name = _("assistance")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhijia.assistance.registers.enrolment import renewals
        from zhijia.registry.extras import add_after_write

        add_after_write("assistance.renewals", renewals.after_write)
