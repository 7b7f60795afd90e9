from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DesksConfig(AppConfig):
    name = "zhijia.desks"
    label = "desks"
    verbose_name = _("desks")

    def ready(self) -> None:
        from zhijia.desks import menu
        from zhijia.evidence import discreet

        discreet.hide("/calendar/feed/")
        discreet.hide("/m/")
        menu.fill()
