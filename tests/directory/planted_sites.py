"""What is planted for the checks of project sites, and the name of the entry each must find."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.cast import Cast
from tests.directory.posting import NOW, days, post, site
from zhijia.directory.models import Membership, Site


def _open_at_closed(cast: Cast) -> None:
    post(cast, site(cast))
    Site.objects.update(state="closed", closed_on=days(3))


def _past_expected(cast: Cast) -> None:
    site(cast, expected_close_on=days(60))
    site(cast, "云台水库项目部", expected_close_on=NOW + timedelta(days=60))


def _no_member(cast: Cast) -> None:
    post(cast, site(cast))
    Membership.objects.filter(person=cast.people["chen"]).delete()


SITES: dict[str, tuple[Callable[[Cast], None], str]] = {
    "posting_at_closed_site": (_open_at_closed, "陈大勇 → 青河隧道项目部"),
    "site_past_expected": (_past_expected, "青河隧道项目部"),
    "posting_without_union": (_no_member, "陈大勇 → 青河隧道项目部"),
}
