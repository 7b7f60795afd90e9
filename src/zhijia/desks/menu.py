"""The main menu: the desk, the scoreboard, the calendar, every register in its room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from zhijia.desks.officer.piles import ELSEWHERE
from zhijia.directory.integrity.check import may_look
from zhijia.directory.merging.keys import merging
from zhijia.office.queries import sees_burden as burden_seen
from zhijia.plans.models import STAFF
from zhijia.reach.lists.crowd import may_write as lists_written
from zhijia.reach.queries import may_look as messages_seen
from zhijia.reach.wordings import writes as wording_written
from zhijia.registry.register import Register, registers
from zhijia.ui import menu

#: a label with a capital, in languages that have them
Capital = lazy(capfirst, str)


def staff(actor: Any) -> bool:
    return bool(actor.holds(*STAFF))


def sees(register: type[Register]) -> Callable[[Any], bool]:
    """Shown to those who hold a post and could see rows of the register."""
    return lambda actor: bool(actor.seats) and register.policy.view.ever(actor)


def fill() -> None:
    """Adds the entries of the house; called once the rooms are there."""
    menu.add(menu.Entry(_("My desk"), "desks:home", icon="home", order=0, phone=True))
    menu.add(
        menu.Entry(_("Scoreboard"), "desks:board", icon="chart-bar", order=10, visible=staff, phone=True)
    )
    menu.add(
        menu.Entry(
            _("Calendar"), "desks:calendar", icon="calendar-event", order=11, visible=staff, phone=True
        )
    )
    menu.add(
        menu.Entry(_("Yearly statistics"), "desks:statistics", icon="clipboard-list", order=12, visible=staff)
    )
    _directory()
    _office()
    _messages()
    for register in registers():
        if register.menu_order < 0:
            continue
        menu.add(
            menu.Entry(
                Capital(register.model._meta.verbose_name_plural or ""),
                "registry:list",
                icon=register.icon,
                order=register.menu_order,
                visible=sees(register),
                kwargs={"room": register.room, "noun": register.noun},
                section=Capital(register.model._meta.app_config.verbose_name),
                phone=bool(register.evidence and register.confirmed_by) and register not in ELSEWHERE,
            )
        )


def _messages() -> None:
    """What became of messages, and how they are worded."""
    section = Capital(apps.get_app_config("office").verbose_name)
    for label, name, icon, order, visible in (
        (_("Messages to people"), "reach:sent", "message", 16, messages_seen),
        (_("Lists: write and print"), "reach:lists", "printer", 16, lists_written),
        (_("Message templates"), "reach:wordings", "pencil", 17, wording_written),
    ):
        menu.add(menu.Entry(label, name, icon=icon, order=order, visible=visible, section=section))


def _office() -> None:
    """How much was asked of the unions below, beside the notices that asked it."""
    menu.add(
        menu.Entry(
            _("Burden meter"),
            "office:burden",
            icon="gauge",
            order=15,
            visible=burden_seen,
            section=Capital(apps.get_app_config("office").verbose_name),
        )
    )


def _directory() -> None:
    """What is made of the directory, beside its registers."""
    people = Capital(apps.get_app_config("directory").verbose_name)
    for label, name, icon, order, visible in (
        (_("Likely duplicates"), "directory:alike", "users", 28, merging.ever),
        (_("Composition"), "desks:composition", "users-group", 29, staff),
        (_("Employers without a union"), "directory:organising", "building", 34, may_look),
        (_("Proof of life"), "desks:life", "heart", 68, may_look),
        (_("Integrity of the directory"), "desks:integrity", "shield-check", 69, may_look),
    ):
        menu.add(menu.Entry(label, name, icon=icon, order=order, visible=visible, section=people))
