"""The pages of plans: several documents in one text, repairs, points, next year, removal, and bad input."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.cast import Cast
from tests.plans.making import issue, plan, target
from tests.plans.test_plans import TEXT, read
from zhijia.kernel.day import frozen
from zhijia.plans import services
from zhijia.plans.models import Item, Plan, Target

OTHER = TEXT.replace("云川市总工会2026年", "东屏区总工会2025年").replace("2026", "2025")
BOTH = f"{TEXT}\n==========\n{OTHER}"
DAMAGED = TEXT.replace("职工书屋为", "職(zhí)工書(shū)屋为").replace("把温暖送到手上", "?把温暖送到手上?")


@pytest.fixture
def page(cast: Cast, client: Any) -> Any:
    return cast.login(client, "city.officer")


def send(client: Any, cast: Cast, **values: Any) -> Any:
    return client.post(reverse("plans:read"), {"org": cast.orgs["city"].uid, **values})


# --- reading -----------------------------------------------------------------------------


def test_of_several_documents_a_person_chooses(cast: Cast, page: Any) -> None:
    answer = send(page, cast, text=BOTH)
    body = answer.content.decode()
    assert answer.status_code == 200 and not Plan.objects.exists()
    assert "云川市总工会2026年工作要点" in body and "东屏区总工会2025年工作要点" in body
    answer = send(page, cast, text=BOTH, choosing="1", documents=["1"])
    made = Plan.objects.get()
    assert answer.url == reverse("plans:plan", args=[made.uid])
    assert (made.title, made.year) == ("东屏区总工会2025年工作要点", 2025)
    for one in made.targets.all():
        assert made.text[one.start : one.end] == one.clause, "places count from the document's own beginning"
    assert "云川市" not in made.text


def test_each_document_ticked_is_a_plan_and_ticking_none_asks_again(cast: Cast, page: Any) -> None:
    assert send(page, cast, text=BOTH, choosing="1").status_code == 422
    assert not Plan.objects.exists()
    answer = send(page, cast, text=BOTH, choosing="1", documents=["0", "1"])
    assert answer.url == reverse("registry:list", args=["plans", "plan"])
    assert sorted(Plan.objects.values_list("year", flat=True)) == [2025, 2026]


def test_of_two_documents_one_already_read_none_is_kept(cast: Cast, page: Any) -> None:
    send(page, cast, text=BOTH, choosing="1", documents=["1"])
    answer = send(page, cast, text=BOTH, choosing="1", documents=["0", "1"])
    assert answer.status_code == 422 and Plan.objects.count() == 1


def test_a_file_with_several_documents_can_be_chosen_from_too(cast: Cast, page: Any) -> None:
    answer = send(page, cast, source=SimpleUploadedFile("两份.txt", BOTH.encode("gbk")))
    assert answer.status_code == 200 and "两份.txt" in answer.content.decode()
    send(page, cast, text=BOTH, file_name="两份.txt", choosing="1", documents=["0"])
    assert Plan.objects.get().file_name == "两份.txt"


def test_repairs_are_shown_before_and_after_with_their_places(cast: Cast, page: Any) -> None:
    send(page, cast, text=DAMAGED)
    made = Plan.objects.get()
    kinds = set(made.mendings.values_list("kind", flat=True))
    assert {"reading", "simplified", "quote"} <= kinds
    for one in made.mendings.all():
        assert made.text[one.start : one.end] == one.before
    shown = page.get(reverse("plans:plan", args=[made.uid])).content.decode()
    assert reverse("plans:repairs", args=[made.uid]) in shown
    body = page.get(reverse("plans:repairs", args=[made.uid])).content.decode()
    assert "<del>(zhí)</del>" in body and "<ins>职</ins>" in body and "去掉字后的注音" in body


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "abc"])
def test_a_page_of_repairs_there_is_not_is_the_nearest(cast: Cast, page: Any, number: str) -> None:
    send(page, cast, text=DAMAGED)
    address = reverse("plans:repairs", args=[Plan.objects.get().uid])
    assert page.get(address, {"page": number}).status_code == 200


# --- points ------------------------------------------------------------------------------


def test_points_are_written_changed_and_taken_out_in_the_browser(cast: Cast, page: Any) -> None:
    made = plan(cast)
    sent = {"number": "1", "heading": "建好书屋", "text": "全年新建2家。", "version": made.version}
    answer = page.post(reverse("plans:point_new", args=[made.uid]), sent)
    assert answer.url == reverse("plans:plan", args=[made.uid])
    item = Item.objects.get()
    made.refresh_from_db()
    address = reverse("plans:point", args=[made.uid, item.pk])
    assert page.post(address, {**sent, "text": "全年新建3家。", "version": made.version}).status_code == 302
    stale = page.post(address, {**sent, "text": "我的话", "version": 1})
    assert stale.status_code == 422 and "我的话" in stale.content.decode()
    made.refresh_from_db()
    assert "全年新建3家" in page.get(answer.url).content.decode()
    page.post(reverse("plans:point_remove", args=[made.uid, item.pk]), {"version": made.version})
    assert not Item.objects.exists()


def test_what_cannot_be_seen_is_taken_out_of_a_point_with_a_word(cast: Cast, page: Any) -> None:
    """10 of the catalogue of bad input."""
    made = plan(cast)
    sent = {"number": "1", "heading": "书\u200b屋\u202e", "text": "新建。", "version": made.version}
    answer = page.post(reverse("plans:point_new", args=[made.uid]), sent, follow=True)
    assert Item.objects.get().heading == "书屋"
    body = answer.content.decode()
    assert "U+200B" in body and "U+202E" in body


@pytest.mark.parametrize("number", ["999999999", "99999999999999999999999"])
def test_a_point_there_is_not_is_not_found(cast: Cast, page: Any, number: str) -> None:
    made = plan(cast)
    assert page.get(f"/plans/{made.uid}/point/{number}/").status_code == 404
    other = plan(cast, title="另一份")
    item = Item.objects.create(plan=other, place=1, text="别家的")
    assert page.get(reverse("plans:point", args=[made.uid, item.pk])).status_code == 404


# --- targets -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"value": "0"}, "value"),
        ({"value": "-3"}, "value"),
        ({"value": "1.234"}, "value"),
        ({"value": "1000000000000000"}, "value"),
        ({"value": "NaN"}, "value"),
        ({"value": "1e400"}, "value"),
        ({"value": "101", "unit": "%", "indicator": "mem_rate_all"}, "value"),
        ({"slices": "2026 两家"}, "slices"),
        ({"ends_on": "2025-12-31"}, "ends_on"),
        ({"per": "planet"}, "per"),
    ],
)
def test_a_number_that_promises_nothing_is_refused_beside_its_field(
    cast: Cast, page: Any, values: dict[str, str], field: str
) -> None:
    """13 and 15 of the catalogue of bad input: the typed values stay, the limit is named."""
    made = plan(cast)
    sent = {
        "plan": made.uid, "label": "新建职工书屋", "operator": ">=", "value": "2", "unit": "家", "per": "", "every": "",
        "starts_on": "2026-01-01", "ends_on": "2026-12-31", "slices": "", "indicator": "", **values,
    }  # fmt: skip
    answer = page.post(reverse("registry:new", args=["plans", "target"]), sent)
    body = answer.content.decode()
    assert answer.status_code == 422 and f'id="id_{field}' in body and "is-invalid" in body
    assert "新建职工书屋" in body and not Target.objects.exists()
    if values.get("value") == "101":
        assert "101" in body and "100%" in body.replace(" ", "")


def test_a_target_is_put_into_a_point_of_its_own_plan(cast: Cast, page: Any) -> None:
    made = plan(cast)
    mine = Item.objects.create(plan=made, place=1, number="1", text="我的")
    theirs = Item.objects.create(plan=plan(cast, title="另一份"), place=1, number="1", text="别家的")
    address = reverse("registry:new", args=["plans", "target"])
    body = page.get(address, {"plan": made.uid}).content.decode()
    assert "我的" in body and "别家的" not in body
    sent = {
        "plan": made.uid, "label": "新建职工书屋", "operator": ">=", "value": "2", "unit": "家",
        "starts_on": "2026-01-01", "ends_on": "2026-12-31", "indicator": "read_new",
    }  # fmt: skip
    assert page.post(address, {**sent, "item": theirs.pk}).status_code == 422
    assert page.post(address, {**sent, "item": mine.pk}).status_code == 302
    assert Target.objects.get().item == mine


# --- amending, next year, removal -----------------------------------------------------------


def test_editions_show_old_and_new(cast: Cast, page: Any) -> None:
    made = plan(cast)
    one = target(cast, made)
    made = issue(cast, made)
    page.post(
        reverse("registry:move", args=["plans", "plan", made.uid, "amend"]),
        {"reason": "任务有调整", "version": made.version},
    )
    one.refresh_from_db()
    sent = {
        "label": one.label, "operator": one.operator, "value": "7", "unit": one.unit, "starts_on": "2026-01-01",
        "ends_on": "2026-12-31", "indicator": "read_new", "version": one.version,
    }  # fmt: skip
    assert page.post(reverse("registry:edit", args=["plans", "target", one.uid]), sent).status_code == 302
    body = page.get(reverse("plans:plan", args=[made.uid])).content.decode()
    assert "<del>2</del>" in body and "<ins>7</ins>" in body
    made = issue(cast, Plan.objects.get(pk=made.pk))
    body = page.get(reverse("plans:plan", args=[made.uid])).content.decode()
    assert "第2版" in body and "任务有调整" in body and "<ins>7</ins>" in body


def test_next_years_plan_is_begun_in_the_browser(cast: Cast, page: Any) -> None:
    with frozen(date(2026, 12, 20)):
        made = read(cast)
        room = made.targets.get(suggested="read_new")
        services.confirm(room, indicator="read_new", by=cast.actor("city.officer"), version=room.version)
        address = reverse("plans:continue", args=[made.uid])
        body = page.get(address).content.decode()
        assert "未完成" in body and "没有跟踪的目标" in body
        assert page.post(address, {"year": "2027"}).status_code == 422
        answer = page.post(address, {"year": "2027", "items": [room.item.pk]})
        new = Plan.objects.get(year=2027)
        assert answer.url == reverse("plans:plan", args=[new.uid])
        body = page.get(answer.url).content.decode()
    assert "100%与上年相同" in body and "九成以上照抄上年" in body
    assert "上一年度即用它统计" in body


def test_a_draft_is_removed_with_a_reason(cast: Cast, page: Any) -> None:
    made = read(cast)
    address = reverse("plans:discard", args=[made.uid])
    assert page.post(address, {"version": made.version, "reason": ""}).status_code == 422
    assert page.post(address, {"version": 99, "reason": "读错了文件"}).status_code == 422
    assert Plan.objects.exists()
    assert page.post(address, {"version": made.version, "reason": "读错了文件"}).status_code == 302
    assert not Plan.objects.exists()


@pytest.mark.parametrize("name", ["continue", "discard", "point_new", "repairs"])
def test_pages_of_a_plan_out_of_sight_answer_as_if_there_were_none(
    cast: Cast, client: Any, name: str
) -> None:
    river = services.read(TEXT, org=cast.orgs["river"], by=cast.actor("river.officer"))
    cast.login(client, "hill.officer")
    assert client.get(reverse(f"plans:{name}", args=[river.uid])).status_code == 404
    city = plan(cast)
    answer = client.get(reverse(f"plans:{name}", args=[city.uid]))
    assert answer.status_code == (200 if name == "repairs" else 403)
