from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "zhijia.plans"
    label = "plans"
    verbose_name = _("plans")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhijia.directory.changes import shares
        from zhijia.plans import changed_unions, editions
        from zhijia.plans.handing import services as handing
        from zhijia.registry import extras

        extras.add_after_write("plans.editions", editions.keep_when_issued)
        extras.add_after_write("plans.handing", handing.give_all_time)
        shares.also("plans.targets", changed_unions.targets_of)
