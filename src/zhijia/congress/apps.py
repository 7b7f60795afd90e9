from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CongressConfig(AppConfig):
    name = "zhijia.congress"
    label = "congress"
    verbose_name = _("workers' congress")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhijia.congress.models import Session
        from zhijia.directory.life.signs import Sign, add

        add(Sign("congress.session", Session._meta.verbose_name or "", Session))
