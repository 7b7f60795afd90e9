"""A photo that was proof once is no proof again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.evidence import pictures
from tests.evidence.conftest import fresh, new_room
from tests.evidence.sending import Browser
from zhijia.evidence import queries, services
from zhijia.evidence.models import Attachment, Standing, StoredFile
from zhijia.journal import verify
from zhijia.registry.errors import Forbidden, Refused
from zhijia.tree.models import Post


class TestTheSamePhotoTwice:
    """A file seen before on another entry is kept, flagged and no proof until the union above agrees."""

    @pytest.fixture
    def twice(self, cast: Cast, room: Any) -> Attachment:
        data = pictures.photo()
        services.attach(room, pictures.upload(data), by=cast.actor("gas.officer"))
        _age(days=400)
        other = new_room(cast, "第二书屋", union="site", witness="chen")
        return services.attach(other, pictures.upload(data, "new.jpg"), by=cast.actor("liu"))

    def test_it_is_kept_and_flagged_but_no_proof(self, cast: Cast, room: Any, twice: Attachment) -> None:
        assert twice.standing == Standing.FLAGGED
        assert twice.reused_from is not None and twice.reused_from.entry_uid == room.uid
        other = queries.entries.entry_of(twice.kind, twice.entry_uid)
        assert other.evidenced_at is None
        assert StoredFile.objects.count() == 1
        assert list(queries.flagged([other.path])) == [twice]

    def test_the_first_use_is_named_only_to_whoever_may_see_it(
        self, cast: Cast, room: Any, twice: Attachment, browser: Browser
    ) -> None:
        url = reverse("registry:detail", args=["facilities", "readingroom", twice.entry_uid])
        first = reverse("registry:detail", args=["facilities", "readingroom", room.uid])
        assert first not in browser("liu").get(url).content.decode()
        assert cast.orgs["gas"].name not in browser("liu").get(url).content.decode()
        assert first in browser("river.officer").get(url).content.decode()

    def test_other_bytes_with_the_same_pixels_are_the_same_photo(self, cast: Cast, twice: Attachment) -> None:
        third = new_room(cast, "第三书屋", union="mill", witness="li")
        bytes_more = pictures.photo() + b"\x00"
        row = services.attach(third, pictures.upload(bytes_more), by=cast.actor("mill.officer"))
        assert row.standing == Standing.FLAGGED

    def test_it_counts_once_explained_and_accepted_by_a_second_person(
        self, cast: Cast, twice: Attachment, browser: Browser
    ) -> None:
        entry = queries.entries.entry_of(twice.kind, twice.entry_uid)
        judge = reverse("evidence:accept", args=[twice.uid])
        assert browser("river.officer").post(judge).status_code == 302
        assert fresh(entry).evidenced_at is None
        liu = browser("liu")
        liu.post(reverse("evidence:explain", args=[twice.uid]), {"text": "The rooms share one door plate."})
        assert liu.post(judge).status_code == 403
        assert browser("gas.officer").post(judge).status_code == 404
        assert fresh(entry).evidenced_at is None
        assert list(queries.to_judge(cast.actor("river.officer"))) == [twice]
        assert list(queries.to_judge(cast.actor("liu"))) == []
        page = browser("river.officer").get(reverse("evidence:reused")).content.decode()
        assert "share one door plate" in page
        browser("river.officer").post(judge, {"text": "seen"})
        assert fresh(entry).evidenced_at is not None
        assert Attachment.objects.get(pk=twice.pk).standing == Standing.ACCEPTED
        assert not list(verify_problems())

    def test_a_refused_explanation_may_be_given_anew(self, cast: Cast, twice: Attachment) -> None:
        services.explain(twice.uid, "because", by=cast.actor("liu"))
        with pytest.raises(Refused):
            services.refuse(twice.uid, by=cast.actor("river.officer"), note=" ")
        services.refuse(twice.uid, by=cast.actor("river.officer"), note="no")
        with pytest.raises(Refused):
            services.accept(twice.uid, by=cast.actor("river.officer"))
        services.explain(twice.uid, "really because", by=cast.actor("liu"))
        services.accept(twice.uid, by=cast.actor("city.officer"))
        assert queries.entries.entry_of(twice.kind, twice.entry_uid).evidenced_at is not None

    def test_whoever_attached_it_cannot_accept_it_from_a_higher_post(
        self, cast: Cast, twice: Attachment
    ) -> None:
        services.explain(twice.uid, "because", by=cast.actor("liu"))
        Post.objects.create(
            user=cast.users["liu"], org=cast.orgs["river"], role="officer", valid_from="2024-01-01"
        )
        with pytest.raises(Forbidden):
            services.accept(twice.uid, by=cast.actor("liu"))


def _age(*, days: int) -> None:
    """All attachments as if they were added some days ago; through the trail, so that `verify` stays quiet."""
    from zhijia.evidence import trail
    from zhijia.tree.actor import SYSTEM

    for row in Attachment.objects.all():
        trail.changed(row, {"added_at": timezone.now() - timedelta(days=days)}, by=SYSTEM, verb="change")


def verify_problems() -> list[Any]:
    return [problem for problem in verify.problems() if problem.check in ("evidence", "witness", "rows")]


def test_a_slip_of_the_hand_is_forgiven_within_a_day(cast: Cast, room: Any) -> None:
    data, by = pictures.photo(), cast.actor("gas.officer")
    other = new_room(cast, "第二书屋")
    row = services.attach(other, pictures.upload(data), by=by)
    services.remove_attachment(row.uid, by=by, reason="wrong entry")
    assert services.attach(room, pictures.upload(data), by=by).standing == Standing.VALID


def test_a_photo_taken_off_after_a_year_was_used_all_the_same(cast: Cast, room: Any) -> None:
    data, by = pictures.photo(), cast.actor("gas.officer")
    row = services.attach(room, pictures.upload(data), by=by)
    _age(days=300)
    services.remove_attachment(row.uid, by=by, reason="making room")
    other = new_room(cast, "第二书屋")
    assert services.attach(other, pictures.upload(data), by=by).standing == Standing.FLAGGED
