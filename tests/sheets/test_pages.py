"""The pages of lists: upload, look, take in; names pasted from a chat; nobody else's upload."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.cast import Cast, id_number
from tests.sheets.books import book
from zhijia.assistance.models import Relief
from zhijia.directory.models import Person
from zhijia.registry.services import add
from zhijia.sheets.models import Draft, Load
from zhijia.sheets.read import read
from zhijia.tree.actor import SYSTEM
from zhijia.tree.models import Org

pytestmark = pytest.mark.django_db

RELIEF = "/r/assistance/relief"
HEAD = ["org", "worker", "kind", "reason", "amount", "happened_on"]
SHARED = {"kind": "living", "reason": "illness", "happened_on": "2026-03-02", "amount": "500"}


@pytest.fixture
def officer(cast: Cast, client: Any) -> Any:
    return cast.login(client, "gas.officer")


def line(name: str = "王桂兰", amount: Any = 100) -> list[Any]:
    return ["YC0102", name, "living", "illness", amount, date(2026, 3, 2)]


def send(client: Any, rows: list[list[Any]], name: str = "名单.xlsx") -> Any:
    return client.post(f"{RELIEF}/import/", {"file": SimpleUploadedFile(name, book(rows))})


def test_a_list_is_looked_at_before_it_is_taken_in(officer: Any) -> None:
    page = officer.get(f"{RELIEF}/import/")
    assert page.status_code == 200
    answer = send(officer, [HEAD, line(), line("高师傅")])
    assert answer.status_code == 302 and Relief.objects.count() == 0
    preview = officer.get(answer["Location"])
    assert preview.status_code == 200 and "王桂兰" in preview.content.decode() and Relief.objects.count() == 0
    done = officer.post(answer["Location"], follow=True)
    assert done.redirect_chain[-1][0] == f"{RELIEF}/" and Relief.objects.count() == 2
    assert not Draft.objects.exists() and Load.objects.get().source == "名单.xlsx"
    assert officer.get(answer["Location"]).status_code == 404


def test_faults_stand_on_the_page_and_in_a_workbook(officer: Any) -> None:
    where = send(officer, [HEAD, line(), line("查无此人"), line("高师傅", "壹佰")])["Location"]
    page = officer.get(where)
    assert page.status_code == 200 and "查无此人" in page.content.decode()
    assert officer.post(where).status_code == 422 and Relief.objects.count() == 0
    workbook = officer.get(f"{where}faults.xlsx")
    assert b"".join(workbook.streaming_content)[:2] == b"PK"
    officer.post(where, {"only_good": "1"})
    assert Relief.objects.count() == 1


def test_a_heading_is_explained_once_and_remembered(officer: Any) -> None:
    head = [*HEAD[:4], "发多少", HEAD[5], "序号"]
    where = send(officer, [head, [*line(), 1]])["Location"]
    assert where.endswith("/headings/")
    page = officer.get(where).content.decode()
    assert 'name="map_4"' in page and "100" in page
    told = {f"map_{place}": name for place, name in enumerate([*HEAD, ""])}
    assert officer.post(where, told | {"map_4": ""}).status_code == 422
    assert officer.post(where, told | {"map_6": "amount"}).status_code == 422
    assert officer.post(where, told | {"map_4": "shoe"}).status_code == 422
    preview = officer.post(where, told)["Location"]
    officer.post(preview)
    assert Relief.objects.get().amount == 10_000
    again = send(officer, [head, [*line("高师傅"), 2]])["Location"]
    assert not again.endswith("/headings/")
    assert "selected" in officer.get(f"{again}headings/").content.decode()
    officer.post(again)
    assert Relief.objects.count() == 2


def test_a_list_of_faults_is_corrected_and_sent_again_as_it_is(officer: Any) -> None:
    where = send(officer, [HEAD, line(), line("高师傅", "壹佰")])["Location"]
    faulty = b"".join(officer.get(f"{where}faults.xlsx").streaming_content)
    rows = [cells for _line, cells in read(faulty).rows]
    assert len(rows) == 2 and rows[1][0] == "3"
    rows[1][3 + HEAD.index("amount")] = "100"
    again = send(officer, rows)["Location"]
    assert not again.endswith("/headings/")
    officer.post(again)
    assert Relief.objects.get().worker.name == "高师傅"


def test_the_same_list_again_says_so(officer: Any) -> None:
    for _time in range(2):
        where = send(officer, [HEAD, line()])["Location"]
        answer = officer.post(where, follow=True)
    assert Relief.objects.count() == 1 and answer.status_code == 200


def test_bad_files_keep_the_page_and_say_what_they_are(officer: Any) -> None:
    for content in (b"", b"\x89PNG\r\n\x1a\n0000", b"\xd0\xcf\x11\xe0" * 9, b"\0\1\2\3"):
        answer = officer.post(f"{RELIEF}/import/", {"file": SimpleUploadedFile("a.xlsx", content)})
        assert answer.status_code == 422
    assert officer.post(f"{RELIEF}/import/", {}).status_code == 422
    strange = officer.post(f"{RELIEF}/import/", {"text": "a\tb\n1\t2"})["Location"]
    assert officer.get(strange).status_code == 200
    assert officer.post(strange, {"map_0": "", "map_1": ""}).status_code == 422
    assert officer.get(strange.replace("headings/", "")).status_code == 422


def test_pasted_rows_work_like_a_file(officer: Any) -> None:
    text = "\n".join("\t".join(map(str, row)) for row in [HEAD, line()])
    where = officer.post(f"{RELIEF}/import/", {"text": text})["Location"]
    officer.post(where)
    assert Relief.objects.count() == 1


def test_an_upload_is_its_senders_own_encrypted_and_gone_after_an_hour(cast: Cast, client: Any) -> None:
    where = send(cast.login(client, "gas.officer"), [HEAD, line()])["Location"]
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM sheets_draft")
        assert "王桂兰" not in cursor.fetchone()[0]
    assert cast.login(client, "river.officer").get(where).status_code == 404
    cast.login(client, "gas.officer")
    Draft.objects.update(at=timezone.now() - timedelta(minutes=61))
    assert client.get(where).status_code == 404
    send(client, [HEAD, line("高师傅")])
    assert Draft.objects.count() == 1


def test_who_may_not_add_gets_no_page_and_who_may_not_see_no_register(cast: Cast, client: Any) -> None:
    cast.login(client, "gas.chair")
    for path in ("import/", "template.xlsx", "names/"):
        assert client.get(f"{RELIEF}/{path}").status_code == 403
    assert client.get(f"{RELIEF}/export.xlsx").status_code == 403
    cast.login(client, "administrator")
    for path in ("import/", "template.xlsx", "names/", "export.xlsx", "export/"):
        assert client.get(f"{RELIEF}/{path}").status_code in (403, 404)
    assert client.get("/r/no/such/import/").status_code == 404
    assert client.get("/r/directory/unit/names/").status_code in (403, 404)


def test_workbooks_are_downloaded(officer: Any) -> None:
    for path in ("export.xlsx", "template.xlsx"):
        answer = officer.get(f"{RELIEF}/{path}")
        assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
        assert b"".join(answer.streaming_content)[:2] == b"PK" and "no-store" in answer["Cache-Control"]
    assert officer.get(f"{RELIEF}/export.xlsx?shoe=1").status_code == 400


def test_protected_values_need_a_reason(officer: Any) -> None:
    assert officer.get(f"{RELIEF}/export/").status_code == 200
    assert officer.post(f"{RELIEF}/export/", {"reason": " "}).status_code == 422
    answer = officer.post(f"{RELIEF}/export/", {"reason": "年度审计"})
    assert b"".join(answer.streaming_content)[:2] == b"PK"


def names(client: Any, people: str, **more: Any) -> Any:
    org = str(Org.objects.get(code="YC0102").uid)
    return client.post(f"{RELIEF}/names/", SHARED | {"people": people, "org": org} | more)


def test_a_pasted_name_list_becomes_one_entry_for_each(officer: Any) -> None:
    assert officer.get(f"{RELIEF}/names/").status_code == 200
    where = names(officer, "1. 王桂兰\n2、高师傅，800元\n")["Location"]
    page = officer.get(where)
    assert page.status_code == 200 and Relief.objects.count() == 0
    done = officer.post(where)
    assert done.status_code == 302
    assert sorted(Relief.objects.values_list("worker__name", "amount")) == [
        ("王桂兰", 50_000),
        ("高师傅", 80_000),
    ]


def test_unclear_lines_wait_for_a_choice(cast: Cast, officer: Any) -> None:
    values = {"org": cast.orgs["gas"], "name": "王桂兰", "id_number": id_number(date(1990, 2, 2), 8)}
    second = add(Person.register, values | {"phone": "13900004321"}, by=SYSTEM)
    where = names(officer, "王桂兰\n高师傅\n查无此人")["Location"]
    page = officer.get(where).content.decode()
    assert str(second.uid) in page and second.id_number not in page
    assert officer.post(where, {"pick_1": str(second.uid)}).status_code == 422 and Relief.objects.count() == 0
    officer.post(where, {"pick_1": str(second.uid), "leave_out": "1"})
    assert set(Relief.objects.values_list("worker", flat=True)) == {second.pk, cast.people["gao"].pk}


def test_a_hint_settles_who_is_meant_and_nobody_is_entered_twice(cast: Cast, officer: Any) -> None:
    values = {"org": cast.orgs["gas"], "name": "王桂兰", "id_number": id_number(date(1990, 2, 2), 8)}
    second = add(Person.register, values | {"phone": "13900004321"}, by=SYSTEM)
    where = names(officer, "王桂兰 13900004321\n王桂兰\t4321\t600")["Location"]
    assert officer.post(where).status_code == 422
    officer.post(where, {"leave_out": "1"})
    assert Relief.objects.get().worker == second


def test_picking_somebody_out_of_sight_picks_nobody(cast: Cast, officer: Any) -> None:
    where = names(officer, "查无此人")["Location"]
    assert officer.post(where, {"pick_1": str(cast.people["li"].uid), "leave_out": "1"}).status_code == 422
    assert Relief.objects.count() == 0


def test_a_fault_of_one_entry_saves_none_and_names_its_line(cast: Cast, officer: Any) -> None:
    where = names(officer, "王桂兰\n高师傅 30000")["Location"]
    answer = officer.post(where)
    assert answer.status_code == 422 and Relief.objects.count() == 0 and "2" in answer.content.decode()


def test_a_refused_line_can_be_left_out_or_mended_without_pasting_again(cast: Cast, officer: Any) -> None:
    where = names(officer, "王桂兰\n高师傅 30000")["Location"]
    page = officer.post(where).content.decode()
    assert page.count("zj-error") == 1 and 'name="leave_out"' in page
    uid = where.rstrip("/").rsplit("/", 1)[1]
    assert f"?list={uid}" in page
    again = officer.get(f"{RELIEF}/names/?list={uid}")
    assert again.status_code == 200 and "高师傅 30000" in again.content.decode()
    for wrong in ("0" * 8, "00000000-0000-7000-8000-000000000000"):
        assert officer.get(f"{RELIEF}/names/?list={wrong}").status_code == 404
    officer.post(where, {"leave_out": "1"})
    assert Relief.objects.get().worker == cast.people["wang"]


def test_a_line_without_an_amount_is_told_when_there_is_none_for_all(officer: Any) -> None:
    where = names(officer, "王桂兰\n高师傅 800", amount="")["Location"]
    officer.post(where, {"leave_out": "1"})
    assert Relief.objects.get().amount == 80_000


def test_the_shared_values_are_checked_first(officer: Any) -> None:
    assert names(officer, "王桂兰", happened_on="2099-01-01").status_code in (302, 422)
    assert names(officer, "王桂兰", reason="").status_code == 422
    assert (
        names(
            officer,
            "",
        ).status_code
        == 422
    )
    assert names(officer, "\n".join(f"人{n}" for n in range(1001))).status_code == 422
    assert officer.get(f"{RELIEF}/names/00000000-0000-7000-8000-000000000000/").status_code == 404
