from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContractsConfig(AppConfig):
    name = "zhijia.contracts"
    label = "contracts"
    verbose_name = _("collective contracts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhijia.contracts.registers.contract.covering import COVERING
        from zhijia.registry.extras import add_form_extra

        add_form_extra(COVERING)
