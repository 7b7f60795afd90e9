from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class TallyConfig(AppConfig):
    name = "zhijia.tally"
    label = "tally"
    verbose_name = _("figures")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhijia.tally import marking

        pre_migrate.connect(marking.before_migrate, sender=self, dispatch_uid="tally-marks-away")
        post_migrate.connect(marking.after_migrate, sender=self, dispatch_uid="tally-marks")
