"""New regional and sectoral federations: counted once, with their approval, whatever becomes of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from tests.cast import Cast
from tests.evidence.pictures import picture
from zhijia.directory import services
from zhijia.directory.models import Union
from zhijia.evidence.services import attach
from zhijia.kernel.period import Period
from zhijia.registry.errors import Refused
from zhijia.registry.services import change
from zhijia.tally import services as tally
from zhijia.tally.queries import figure, missing
from zhijia.tree import services as tree
from zhijia.tree.kinds import OrgKind

pytestmark = pytest.mark.django_db
DAY = date(2025, 4, 1)
YEAR = Period.year(2025)
APPROVED = {"approval_number": "临工组〔2025〕3号", "approved_on": date(2025, 3, 20)}


def federation(cast: Cast, number: int = 1, **values: Any) -> Union:
    given = {
        "code": f"YC01F{number}",
        "name": f"临江第{number}片区工会联合会",
        "kind": OrgKind.REGIONAL_FEDERATION,
        "approved_by": cast.orgs["river"],
        "founded_on": DAY,
        "set_up": "federation",
        **APPROVED,
        **values,
    }
    return services.found_union(given, by=cast.actor("river.officer"))


def proven(cast: Cast, union: Union, number: int = 1) -> Union:
    """The sheet with a document nobody used before."""
    attach(union, SimpleUploadedFile("批复.jpg", picture(seed=number)), by=cast.actor("river.officer"))
    return Union.objects.get(pk=union.pk)


def counted(cast: Cast, org: str = "city") -> tuple[int, int]:
    found = figure("org_federation_new", cast.orgs[org].pk, YEAR)
    return found.counted, found.claimed


def by_hand() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM directory_union WHERE kind IN ('regional_federation', 'sector_federation')"
            " AND founded_on >= '2025-01-01' AND founded_on < '2026-01-01'"
            " AND approved_on IS NOT NULL AND evidenced_at IS NOT NULL"
        )
        return int(cursor.fetchone()[0])


def test_a_federation_counts_with_approval_and_document(cast: Cast) -> None:
    first = federation(cast, approval_number="", approved_on=None)
    assert counted(cast) == (0, 1)
    lacking = missing("org_federation_new", cast.orgs["city"].pk, YEAR)
    assert {gate.key for gate, _count in lacking} == {"approved", "evidenced"}
    first = proven(cast, first)
    assert counted(cast) == (0, 1), "a document without number and day"
    change(first, APPROVED, by=cast.actor("river.officer"), version=first.version)
    assert counted(cast) == counted(cast, "river") == (1, 1) and counted(cast, "hill") == (0, 0)
    sector = federation(cast, 2, kind=OrgKind.SECTOR_FEDERATION, name="临江餐饮行业工会联合会")
    assert counted(cast) == (1, 2)
    proven(cast, sector, 2)
    assert counted(cast) == (2, 2) and by_hand() == 2


def test_the_same_document_proves_no_second_federation(cast: Cast) -> None:
    proven(cast, federation(cast, 1))
    proven(cast, federation(cast, 2), 1)
    assert counted(cast) == (1, 2)


def test_grassroots_unions_and_older_federations_are_not_new_federations(cast: Cast) -> None:
    proven(cast, federation(cast, 1, kind=OrgKind.JOINT_GRASSROOTS, set_up="joint"), 1)
    proven(cast, federation(cast, 2, founded_on=date(2024, 12, 31)), 2)
    assert counted(cast) == (0, 0)


def test_a_merger_founds_nothing_and_takes_nothing_away(cast: Cast) -> None:
    first, second = proven(cast, federation(cast, 1), 1), proven(cast, federation(cast, 2), 2)
    assert counted(cast) == (2, 2)
    tree.merge(first.org, into=second.org, on=date(2025, 9, 1), by=cast.actor("city.officer"), reason="合并")
    assert counted(cast) == (2, 2) and by_hand() == 2
    tree.move(second.org, under=cast.orgs["hill"], on=date(2025, 10, 1), by=cast.actor("city.officer"))
    assert counted(cast, "river") == (2, 2) and counted(cast, "hill") == (0, 0), "where it was founded"
    assert not tally.check()


@pytest.mark.parametrize("name", list(APPROVED))
def test_number_and_day_of_the_approval_belong_together(cast: Cast, name: str) -> None:
    with pytest.raises(Refused) as caught:
        federation(cast, **{name: type(APPROVED[name])() if name == "approval_number" else None})
    assert set(caught.value.messages) == {name}
