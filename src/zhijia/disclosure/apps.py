from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisclosureConfig(AppConfig):
    name = "zhijia.disclosure"
    label = "disclosure"
    verbose_name = _("disclosure")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhijia.disclosure.registers.system.own_employer import OWN_EMPLOYER
        from zhijia.registry.extras import add_form_extra

        add_form_extra(OWN_EMPLOYER)
