from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReachConfig(AppConfig):
    name = "zhijia.reach"
    label = "reach"
    verbose_name = _("messages to people")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhijia.outbox import listening
        from zhijia.reach import binding, leaving

        listening.HEARERS += [leaving.heard, binding.heard]
