"""The organisation behind a sheet: founded with it, renamed with it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from zhijia.registry.errors import Refused
from zhijia.tree import services as tree
from zhijia.tree.errors import TreeError
from zhijia.tree.models import Org


def found_org(union: Any) -> Org:
    """The organisation of a new sheet: made in the tree, or the one that stands there without a sheet.

    Raises Refused when the code belongs to another organisation or the tree does not allow it.
    """
    known = Org.objects.filter(code=union.code).first()
    if known is not None:
        return _adopt(union, known)
    if union.approved_by is None:
        raise Refused("approved_by", _("Choose the union it is founded under."))
    try:
        return tree.found(
            code=union.code,
            name=union.name,
            kind=union.kind,
            parent=union.approved_by,
            opened_on=union.founded_on,
        )
    except TreeError as error:
        raise Refused("founded_on", str(error)) from error


def _adopt(union: Any, org: Org) -> Org:
    same = (org.kind, org.parent_id, org.opened_on) == (union.kind, union.approved_by_id, union.founded_on)
    if not same or type(union)._default_manager.filter(org=org).exists():
        raise Refused("code", _("This statistical code is taken."))
    _rename(union, org)
    return org


def write_through(union: Any) -> None:
    """The tree names an organisation as its sheet does."""
    org = Org.objects.get(pk=union.org_id)
    if org.name != union.name:
        _rename(union, org)


def _rename(union: Any, org: Org) -> None:
    org.name, org.name_key = union.name, union.name_key
    org.save(update_fields=["name", "name_key"])
