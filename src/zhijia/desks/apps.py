from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DesksConfig(AppConfig):
    name = "zhijia.desks"
    label = "desks"
    verbose_name = _("desks")

    def ready(self) -> None:
        from zhijia.desks import menu
        from zhijia.evidence import discreet
        from zhijia.plans.models import YearlyReturnRegister

        discreet.hide("/calendar/feed/")
        discreet.hide("/m/")
        menu.fill()
        # the page joins the tally's entries to what plans keep, so it stands up here
        YearlyReturnRegister.page = "desks:return"
