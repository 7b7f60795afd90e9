"""Planted tamperings in raw SQL and on the disk: what `zhijia verify` asks names each by a line of its own.

The command itself, with its exit code, is run in `tests/demo`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import translation

from tests.cast import Cast
from tests.contract.factories import RELIEF, ROOM
from tests.evidence.pictures import picture
from tests.journal.conftest import raw, tampered
from zhijia.assistance.models import Relief
from zhijia.evidence import services as evidence
from zhijia.evidence import storing
from zhijia.evidence.models import Attachment
from zhijia.facilities.models import ReadingRoom
from zhijia.journal import anchor, sealer, triggers, verify
from zhijia.journal.models import JournalEvent, Seal, Witness
from zhijia.kernel.period import Period
from zhijia.tally import services as tally
from zhijia.tally.models import NodeTally

pytestmark = pytest.mark.django_db
Lines = set[tuple[str, str]]
YEAR = Period.year(2025)


@dataclass
class House:
    """A house in order: entries with proof, figures counted, everything sealed and anchored twice."""

    cast: Cast
    relief: Relief
    room: ReadingRoom
    attachment: Attachment


@pytest.fixture
def house(cast: Cast, settings: Any, tmp_path: Path) -> House:
    settings.FILES_ROOT = tmp_path / "files"
    tally.ensure_year(2025)
    relief, room = RELIEF.add(cast, 0), ROOM.add(cast, 0)
    seal()
    RELIEF.add(cast, 1)
    photo = SimpleUploadedFile("shuwu.jpg", picture(seed=5), content_type="image/jpeg")
    attachment = evidence.attach(room, photo, by=cast.actor("gas.officer"))
    room.refresh_from_db()
    tally.refresh()
    seal()
    if connection.vendor == "postgresql":
        # foreign keys are looked at now: no table is altered while some wait
        raw("SET CONSTRAINTS ALL IMMEDIATE")
    assert lines() == set()
    return House(cast, relief, room, attachment)


def seal() -> None:
    sealer.seal_now()
    anchor.export()


def lines() -> Lines:
    """What is found, as (check, where), in English."""
    with translation.override("en"):
        return {(one.check, one.where) for one in verify.problems() if not one.information}


def an_event(house: House) -> JournalEvent:
    return JournalEvent.objects.get(kind="assistance.relief", entry_uid=house.relief.uid)


def edited_act(house: House) -> Lines:
    event = an_event(house)
    tampered(f"UPDATE journal_event SET reason = 'nothing to see' WHERE id = {event.pk}")
    return {("events", f"journal event {event.pk}")}


def deleted_act(house: House) -> Lines:
    event = an_event(house)
    tampered(f"DELETE FROM journal_event WHERE id = {event.pk}")
    return {("seals", f"journal event {event.pk}")}


def swapped_acts(house: House) -> Lines:
    one, two = an_event(house).pk, JournalEvent.objects.order_by("id").first().pk
    tampered(
        f"UPDATE journal_event SET id = -1 WHERE id = {one}",
        f"UPDATE journal_event SET id = {one} WHERE id = {two}",
        f"UPDATE journal_event SET id = {two} WHERE id = -1",
    )
    return {("seals", f"journal event {one}"), ("seals", f"journal event {two}")}


def cut_tail(house: House) -> Lines:
    """Everything of the last seal taken away, its witnesses too, as if it had never been."""
    last = Seal.objects.order_by("number").last()
    tampered(
        f"DELETE FROM journal_event WHERE id >= {last.first_event}",
        f"DELETE FROM journal_witness WHERE id >= {last.first_witness}",
        f"DELETE FROM journal_seal WHERE number = {last.number}",
    )
    return {("anchors", f"seal {last.number}")}


def edited_amount(house: House) -> Lines:
    raw(f"UPDATE assistance_relief SET amount = 9999 WHERE id = {house.relief.pk}")
    where = f"assistance_relief {house.relief.uid}"
    return {("registers", where)}


def edited_amount_without_a_witness(house: House) -> Lines:
    triggers.remove()
    raw(f"UPDATE assistance_relief SET amount = 9999 WHERE id = {house.relief.pk}")
    triggers.install()
    return {("registers", f"assistance_relief {house.relief.uid}")}


def deleted_relief(house: House) -> Lines:
    raw(f"DELETE FROM assistance_relief WHERE id = {house.relief.pk}")
    where = f"assistance_relief {house.relief.uid}"
    return {("rows", where), ("witness", where)}


def inserted_room(house: House) -> Lines:
    columns = [one.column for one in ReadingRoom._meta.concrete_fields]
    own = {"id": "99", "name": "'影子书屋'", "address": "'无此地址'", "uid": new_uid()}
    picked = ", ".join(own.get(name, name) for name in columns)
    table = ReadingRoom._meta.db_table
    raw(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {picked} FROM {table} WHERE id = {house.room.pk}")
    where = f"{table} {ReadingRoom.objects.get(pk=99).uid}"
    return {("witness", where), ("registers", where), ("rows", where), ("evidence", where)}


def new_uid() -> str:
    text = "01890000-0000-7000-8000-0000000000aa"
    return f"'{text}'" if connection.vendor == "postgresql" else f"'{text.replace('-', '')}'"


def changed_cell(house: House) -> Lines:
    cell = NodeTally.objects.get(indicator="read_new", period=YEAR.key, node_id=house.cast.orgs["city"].pk)
    raw(f"UPDATE node_tally SET claimed = claimed + 1 WHERE id = {cell.pk}")
    return {("cells", f"node_tally read_new {YEAR.key} 云川市总工会")}


def changed_file(house: House) -> Lines:
    path = storing.original(house.attachment.file.sha256)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    return {("evidence", f"evidence_storedfile {house.attachment.file.sha256[:12]}")}


def lost_file(house: House) -> Lines:
    storing.original(house.attachment.file.sha256).unlink()
    return {("evidence", f"evidence_storedfile {house.attachment.file.sha256[:12]}")}


def deleted_witness(house: House) -> Lines:
    witness = Witness.objects.get(table="assistance_relief", entry_uid=house.relief.uid)
    tampered(f"DELETE FROM journal_witness WHERE id = {witness.pk}")
    return {("seals", f"witness {witness.pk}")}


def dropped_trigger(house: House) -> Lines:
    before = set(triggers.missing())
    if connection.vendor == "postgresql":
        raw("ALTER TABLE assistance_relief DISABLE TRIGGER USER")
    else:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'assistance_relief'"
                " AND name LIKE 'journal%'"
            )
            names = [row[0] for row in cursor.fetchall()]
        for name in names:
            raw(f'DROP TRIGGER "{name}"')
    gone = set(triggers.missing()) - before
    assert gone
    return {("triggers", name) for name in gone}


def invented_confirmation(house: House) -> Lines:
    """A relief made to look as if the worker had said yes, by somebody who takes the triggers away."""
    triggers.remove()
    raw(f"UPDATE assistance_relief SET confirmed_at = recorded_at WHERE id = {house.relief.pk}")
    triggers.install()
    where = f"assistance_relief {house.relief.uid}"
    return {("registers", where), ("evidence", where)}


TAMPERINGS = [
    edited_act,
    deleted_act,
    swapped_acts,
    cut_tail,
    edited_amount,
    edited_amount_without_a_witness,
    deleted_relief,
    inserted_room,
    changed_cell,
    changed_file,
    lost_file,
    deleted_witness,
    dropped_trigger,
    invented_confirmation,
]


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda one: one.__name__)
def test_a_tampering_is_named(house: House, tamper: Callable[[House], Lines]) -> None:
    wanted = tamper(house)
    found = lines()
    assert wanted <= found
    assert not stray(house, found - wanted) or tamper in (cut_tail, swapped_acts)


def stray(house: House, found: Lines) -> Lines:
    """Lines that speak of something nobody touched."""
    mine = [str(house.relief.uid), str(house.room.uid), "01890000-0000-7000-8000-0000000000aa"]
    return {line for line in found if not any(uid in line[1] for uid in mine)}


def test_every_tampering_has_a_line_no_other_has(house: House) -> None:
    """The checks are told apart: a line's own words say what was done."""
    with translation.override("zh-hans"):
        said = {}
        for tamper in (edited_amount, changed_cell, changed_file):
            tamper(house)
            said[tamper] = {one.line for one in verify.problems() if not one.information}
    assert len({frozenset(one) for one in said.values()}) == len(said)
