"""Somebody of another union posted to a site: by name and whole number, so that nobody is found by trying."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from zhijia.directory.granted import granted
from zhijia.directory.models import IdKind, Person, Posting, PostingRegister, Site
from zhijia.directory.registers.person.rules import with_number
from zhijia.directory.registers.posting import rules
from zhijia.kernel.identity import BadIdNumber, parse_id_number
from zhijia.kernel.text import clean
from zhijia.registry import services
from zhijia.registry.crypt import keyed_hash
from zhijia.registry.errors import Forbidden, Refused
from zhijia.tree.actor import Actor


@transaction.atomic
def bring(
    site: Site, name: str, number: str, *, on: date, by: Actor, work: str = "", uid: uuid.UUID | None = None
) -> Posting:
    """The posting of somebody whose record another union keeps; membership and record stay there.

    Raises Refused, Forbidden.
    """
    wanted = Posting(org=site.org, path=site.org.path, site=site)
    if not (verdict := PostingRegister.policy.add.test(by, wanted)):
        raise Forbidden(verdict.reason)
    values = {"site": site, "person": _named(name, number), "work": work, "valid_from": on}
    known = Posting.objects.filter(uid=uid, recorded_by=by.user_id).exists() if uid else False
    if not known:
        # asked before the right is widened: what lies out of sight is not named
        rules.refuse_elsewhere(Posting(**values), by, None)
    made: Posting = services.add(PostingRegister, values, by=granted(by), uid=uid)
    return made


def _named(name: str, number: str) -> Person:
    """The person with this name and number, both known to whoever enters them."""
    try:
        plain = parse_id_number(number).number
    except BadIdNumber as error:
        raise Refused("number", str(_(error.text) % error.params)) from error
    hashed = keyed_hash(f"{IdKind.RESIDENT.value}|{plain}")
    found: Person | None = with_number(Person, id_kind=IdKind.RESIDENT, id_hash=hashed).first()
    if found is None or found.name != clean(name).text.strip():
        raise Refused(
            "number",
            _(
                "Nobody on file has this name and number. A worker on no list is recorded among your people first."
            ),
        )
    return found
