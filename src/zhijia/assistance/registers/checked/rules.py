"""Who cannot stand on the list of a free check-up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from zhijia.assistance import listed
from zhijia.assistance.listed import Before
from zhijia.directory.queries import belongs, outside
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor


def refuse_not_held(checked: Any, by: Actor, before: Before) -> None:
    checkup = checked.checkup
    if checkup.state != "held":
        state = type(checkup).register.flow.states[checkup.state]
        raise Refused(
            "checkup",
            _("The check-up %(checkup)s is %(state)s: nobody has been examined.")
            % {"checkup": checkup, "state": state},
        )


def refuse_man(checked: Any, by: Actor, before: Before) -> None:
    """The check-ups are for women; a person without a sex on file is looked up first."""
    if before is not None:
        return
    if checked.person.sex == "male":
        raise Refused(
            "person", _("%(name)s is a man; these check-ups are for women.") % {"name": checked.person}
        )
    if not checked.person.sex:
        raise Refused(
            "person",
            _("The sex of %(name)s is not on file; complete the person first.") % {"name": checked.person},
        )


def refuse_not_migrant(checked: Any, by: Actor, before: Before) -> None:
    """They are given to women who came from the country to work: others have the employer's yearly check."""
    if before is None and not belongs(checked.person, "migrant", checked.happened_on):
        raise Refused(
            "person",
            _(
                "%(name)s was not on file as a migrant worker on that day; record it on her page first, "
                "or leave her out."
            )
            % {"name": checked.person},
        )


def on_file_as_none(women: Sequence[Any]) -> set[int]:
    """The places of those who are on file as no migrant workers on that day."""
    return outside({place: (one.person_id, one.happened_on) for place, one in enumerate(women)}, "migrant")


def refuse_outsider(checked: Any, by: Actor, before: Before) -> None:
    listed.refuse_stranger(checked, before)


def refuse_full(checked: Any, by: Actor, before: Before) -> None:
    """No more women than the hospital's stamped list names."""
    if before is not None:
        return
    one = listed.locked(checked.checkup)
    if listed.others_on(checked, "checkup") >= (one.examined or 0):
        raise Refused(
            "checkup",
            _("The hospital's list of %(checkup)s names %(count)s women; no more can be recorded from it.")
            % {"checkup": one, "count": one.examined},
        )


def of_full_checkups(entries: Sequence[Any]) -> set[int]:
    """The places of new entries whose check-up has fewer women on its list."""
    return listed.of_full_lists(entries, "checkup", "examined")
