"""Long lists: looked at, taken in, taken back and prepared by the worker while the page tells how far it is."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.sheets.test_pages import HEAD, RELIEF, line, send
from zhijia.assistance.models import Relief
from zhijia.journal import verify
from zhijia.journal.models import JournalEvent
from zhijia.registry.progress import tell
from zhijia.sheets import beats, errands
from zhijia.sheets.models import Draft, Errand, Load
from zhijia.sheets.pages import coming, leaving
from zhijia.sheets.read import read
from zhijia.tree.models import Post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> None:
    """A list of two lines is long here."""
    monkeypatch.setattr(coming, "PAGE_ROWS", 1)
    monkeypatch.setattr(leaving, "PAGE_ROWS", 1)
    monkeypatch.setattr("zhijia.sheets.pages.errands.PAGE_ROWS", 1)
    settings.LISTS_ROOT = tmp_path


@pytest.fixture
def officer(cast: Cast, client: Any) -> Any:
    return cast.login(client, "gas.officer")


TWO = [HEAD, line(), line("高师傅")]


def looked(client: Any, rows: list[list[Any]]) -> str:
    """The address of the preview of a list that the worker has looked at."""
    where = send(client, rows)["Location"]
    assert client.get(where)["Location"].startswith(f"{RELIEF}/work/")
    assert errands.run_waiting() == 1
    return str(where)


def test_a_long_list_is_looked_at_and_taken_in_by_the_worker(officer: Any) -> None:
    where = send(officer, TWO)["Location"]
    work = officer.get(where)["Location"]
    assert officer.get(where)["Location"] == work and Errand.objects.count() == 1
    waiting = officer.get(work)
    assert waiting.status_code == 200 and "every 2s" in waiting.content.decode()
    errands.run_waiting()
    assert officer.get(work)["Location"] == where
    assert officer.get(work, headers={"HX-Request": "true"})["HX-Redirect"] == where
    assert "王桂兰" in officer.get(where).content.decode() and not Relief.objects.exists()
    taking = officer.post(where)["Location"]
    assert officer.post(where)["Location"] == taking and not Relief.objects.exists()
    errands.run_waiting()
    assert Relief.objects.count() == 2 and "2" in officer.get(taking).content.decode()
    assert not Draft.objects.exists() and officer.get(where).status_code == 404


def test_faults_wait_for_an_answer_and_only_the_good_rows_go_in_when_asked(officer: Any) -> None:
    where = looked(officer, [*TWO, line("查无此人"), line("高师傅", "壹佰")])
    page = officer.get(where).content.decode()
    assert "查无此人" in page and "壹佰" in page
    assert officer.post(where).status_code == 422 and errands.run_waiting() == 0
    faulty = read(b"".join(officer.get(f"{where}faults.xlsx").streaming_content)).rows
    assert [cells[0] for _line, cells in faulty[1:]] == ["4", "5"]
    officer.post(where, {"only_good": "1"})
    errands.run_waiting()
    assert Relief.objects.count() == 2


def test_headings_explained_anew_are_looked_at_anew(officer: Any) -> None:
    where = looked(officer, TWO)
    told = {f"map_{place}": name for place, name in enumerate(HEAD)}
    assert officer.post(f"{where}headings/", told)["Location"] == where
    assert officer.get(where)["Location"].startswith(f"{RELIEF}/work/")


def test_nobody_else_sees_the_work_or_its_result(cast: Cast, client: Any) -> None:
    cast.login(client, "gas.officer")
    work = client.get(send(client, TWO)["Location"])["Location"]
    cast.login(client, "river.officer")
    for path in (work, f"{work}workbook.xlsx", work.replace(work.split("/")[-2], str(uuid4()))):
        assert client.get(path).status_code == 404
    assert client.post(f"{work}stop/").status_code == 404
    assert Errand.objects.get().state == "waiting"


def test_work_is_stopped_before_it_begins_and_while_it_goes_on(
    officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = officer.get(send(officer, TWO)["Location"])["Location"]
    officer.post(f"{work}stop/")
    assert errands.run_waiting() == 0 and Errand.objects.get().state == "cancelled"
    where = looked(officer, [HEAD, line("高师傅", 300), line()])
    taking = officer.post(where)["Location"]
    real = errands.WORK["take"]

    def pressed_while_it_works(errand: Errand, by: Any) -> str:
        assert officer.post(f"{taking}stop/").status_code == 302
        return real(errand, by)

    monkeypatch.setitem(errands.WORK, "take", pressed_while_it_works)
    errands.run_waiting()
    assert Errand.objects.get(kind="take").state == "cancelled"
    assert not Relief.objects.exists() and not Load.objects.exists()
    assert officer.get(taking).status_code == 200


def test_work_whose_process_died_is_taken_up_again_and_given_up_in_the_end(
    officer: Any, settings: Any
) -> None:
    officer.get(send(officer, TWO)["Location"])
    errand = Errand.objects.get()
    beats.begin(errand.uid)
    for tries in range(errands.TRIES + 1):
        Errand.objects.update(state="running", tries=tries)
        assert errands.run_waiting() == 0 and Errand.objects.get().state == "running"
        long_ago = time.time() - 3600
        os.utime(Path(settings.LISTS_ROOT) / f"{errand.uid.hex}.beat", (long_ago, long_ago))
        errands._take_up_again()
        assert Errand.objects.get().state == ("waiting" if tries < errands.TRIES else "failed")
        beats.begin(errand.uid)


def test_a_fault_of_the_house_says_so_and_saves_nothing(
    officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = looked(officer, TWO)
    taking = officer.post(where)["Location"]

    def broken(errand: Errand, by: Any) -> str:
        raise RuntimeError("broken")

    monkeypatch.setitem(errands.WORK, "take", broken)
    errands.run_waiting()
    page = officer.get(taking)
    assert page.status_code == 200 and "broken" not in page.content.decode()
    assert Errand.objects.get(kind="take").state == "failed" and not Relief.objects.exists()


def test_rights_of_today_count_not_those_of_when_it_was_asked(cast: Cast, officer: Any) -> None:
    officer.post(looked(officer, TWO))
    Post.objects.filter(user=cast.users["gas.officer"]).delete()
    errands.run_waiting()
    assert Errand.objects.get(kind="take").state == "refused" and not Relief.objects.exists()


def test_steps_are_told_and_read_from_outside(settings: Any) -> None:
    uid = uuid4()
    beat = beats.Beat(uid)
    beat("check", 0, 200)
    assert beats.told(uid) == beats.Told("check", 0, 200)
    beat("check", 50, 200)
    assert beats.told(uid).done == 0, "nobody needs to know every row"
    beat.last = 0.0
    beat("check", 50, 200)
    assert beats.told(uid).percent == 25
    beats.stop(uid)
    with pytest.raises(beats.Stopped):
        beat("check", 0, 200)
    beats.end(uid)
    assert beats.told(uid) == beats.Told() and not list(Path(settings.LISTS_ROOT).iterdir())
    tell("nobody", 1, 1)


def taken(client: Any, rows: list[list[Any]]) -> Load:
    client.post(looked(client, rows))
    errands.run_waiting()
    return Load.objects.order_by("-pk").first()  # type: ignore[return-value]


def undone(client: Any, load: Load, reason: str = "传错了名单") -> Any:
    answer = client.post(f"{RELIEF}/lists/{load.uid}/undo/", {"reason": reason})
    errands.run_waiting()
    return answer


def test_a_list_is_taken_back_whole_and_may_come_in_again(officer: Any) -> None:
    load = taken(officer, TWO)
    assert str(load.uid) in officer.get(f"{RELIEF}/lists/").content.decode()
    assert officer.get(f"{RELIEF}/lists/{load.uid}/undo/").status_code == 200
    assert undone(officer, load, "  ").status_code == 422 and Relief.objects.count() == 2
    undone(officer, load)
    assert not Relief.objects.exists() and Errand.objects.get(kind="undo").state == "done"
    told = JournalEvent.objects.filter(verb="remove", kind="assistance.relief")
    assert told.count() == 2 and {event.reason for event in told} == {"传错了名单"}
    assert [one for one in verify.problems() if not one.information] == []
    officer.post(f"{RELIEF}/lists/{load.uid}/undo/", {"reason": "再来一次"})
    errands.run_waiting()
    assert Errand.objects.filter(kind="undo", state="refused").count() == 1
    again = taken(officer, TWO)
    assert again.pk != load.pk and Relief.objects.count() == 2


def test_a_list_stays_whole_once_one_of_its_entries_was_changed(officer: Any) -> None:
    load = taken(officer, TWO)
    Relief.objects.filter(worker__name="高师傅").update(version=2)
    assert "btn-danger" not in officer.get(f"{RELIEF}/lists/{load.uid}/undo/").content.decode()
    undone(officer, load)
    assert Relief.objects.count() == 2 and Errand.objects.get(kind="undo").state == "refused"


def test_a_list_is_taken_back_by_nobody_else(cast: Cast, client: Any) -> None:
    load = taken(cast.login(client, "gas.officer"), TWO)
    cast.login(client, "river.officer")
    assert client.get(f"{RELIEF}/lists/{load.uid}/undo/").status_code in (403, 404)
    assert undone(client, load).status_code in (403, 404) and Relief.objects.count() == 2


def test_a_large_workbook_is_prepared_and_downloaded_once_ready(officer: Any) -> None:
    taken(officer, TWO)
    page = officer.get(f"{RELIEF}/export.xlsx?happened_on_from=2026-01-01")
    assert page.status_code == 200 and "/export/later/?happened_on_from=2026-01-01" in page.content.decode()
    work = officer.post(f"{RELIEF}/export/later/?happened_on_from=2026-01-01")["Location"]
    assert officer.post(f"{RELIEF}/export/later/")["Location"] == work
    assert officer.get(f"{work}workbook.xlsx").status_code == 404
    errands.run_waiting()
    assert f"{work}workbook.xlsx" in officer.get(work).content.decode()
    content = b"".join(officer.get(f"{work}workbook.xlsx").streaming_content)
    assert len(read(content).rows) == 5
    assert JournalEvent.objects.filter(verb="export", kind="assistance.relief").count() == 1
    Errand.objects.update(ended_at=timezone.now() - timedelta(minutes=61))
    errands.run_waiting()
    assert officer.get(f"{work}workbook.xlsx").status_code == 404


@pytest.fixture(autouse=True)
def nothing_left(short: None, settings: Any) -> Iterator[None]:
    """No word of work that is over stays behind."""
    yield
    left = [path for path in Path(settings.LISTS_ROOT).iterdir() if path.suffix != ".beat"]
    assert not left
