from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReachConfig(AppConfig):
    name = "zhijia.reach"
    label = "reach"
    verbose_name = _("messages to people")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.module_loading import autodiscover_modules

        from zhijia.outbox import listening
        from zhijia.reach import binding, leaving

        # the kinds each room sends stand in its module `messages`
        autodiscover_modules("messages")
        listening.HEARERS += [leaving.heard, binding.heard]
