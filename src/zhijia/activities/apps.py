from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "zhijia.activities"
    label = "activities"
    verbose_name = _("activities")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhijia.activities import gatherings
        from zhijia.activities.meetings import following
        from zhijia.registry.extras import add_after_write

        gatherings.make_known()
        add_after_write("activities.meetings", following.after_write)
