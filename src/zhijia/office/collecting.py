"""What came back: how far every union is, all replies in one table with sums, as page and workbook."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhijia.office.models import Notice, Reply, ReplyRegister
from zhijia.office.registers.notice.questions import Question
from zhijia.sheets.out import Book
from zhijia.tree.actor import Actor

#: states in which a union has said what it says
ANSWERED = ("replied", "accepted")


@dataclass(frozen=True)
class Counts:
    """How many of the unions in sight are how far."""

    sent: int
    read: int
    replied: int
    accepted: int
    returned: int
    late: int

    @property
    def shown(self) -> list[tuple[str, int, str]]:
        """Label, number and the filter that shows these, the ones that are nothing left out but for the first."""
        found = [
            (pgettext("count", "received"), self.sent, ""),
            (pgettext("count", "read"), self.read, "read"),
            (pgettext("count", "replied"), self.replied, "replied"),
            (pgettext("count", "accepted"), self.accepted, "accepted"),
            (pgettext("count", "returned"), self.returned, "returned"),
            (pgettext("count", "late"), self.late, "late"),
        ]
        return [one for place, one in enumerate(found) if one[1] or not place]


@dataclass(frozen=True)
class Line:
    """One union in the table of replies; each cell with whether it is a number."""

    reply: Reply
    cells: list[tuple[str, bool]]


@dataclass(frozen=True)
class Table:
    """All replies side by side; `sums` are of the number fields, None for the others."""

    head: list[tuple[str, bool]]
    lines: list[Line]
    sums: list[str | None]


def replies(notice: Notice, actor: Actor) -> list[Reply]:
    """What became of a notice at the unions in the actor's sight, in the order of the tree."""
    rows = ReplyRegister.visible(actor).filter(notice=notice).annotate(chased_on=Max("chases__on"))
    return list(rows.order_by("path"))


def counts(rows: list[Reply]) -> Counts:
    states = Counter(reply.state for reply in rows)
    return Counts(
        len(rows),
        sum(1 for reply in rows if reply.read_at is not None),
        states["replied"] + states["accepted"],
        states["accepted"],
        states["returned"],
        sum(1 for reply in rows if reply.is_late),
    )


def narrowed(rows: list[Reply], show: str) -> list[Reply]:
    """The rows behind one of the counts; all of them for anything else."""
    conditions: dict[str, Callable[[Reply], bool]] = {
        "late": lambda one: one.is_late,
        "read": lambda one: one.read_at is not None,
        "unread": lambda one: one.read_at is None,
        "replied": lambda one: one.state in ANSWERED,
        "accepted": lambda one: one.state == "accepted",
        "returned": lambda one: one.state == "returned",
    }
    wanted = conditions.get(show)
    return [one for one in rows if wanted(one)] if wanted else rows


def table(notice: Notice, rows: list[Reply]) -> Table:
    """The replies given, as they stand now."""
    asks = notice.asks
    given = [reply for reply in rows if reply.state in ANSWERED]
    lines = [Line(reply, _cells(asks, reply)) for reply in given]
    sums = [_sum(one, given) if one.is_number else None for one in asks]
    return Table(
        [*((one.label, one.is_number) for one in asks), (_("In words"), False)], lines, [*sums, None]
    )


def _cells(asks: list[Question], reply: Reply) -> list[tuple[str, bool]]:
    shown = [(one.shown(reply.answers.get(one.label, "")), one.is_number) for one in asks]
    return [*shown, (reply.text, False)]


def _sum(question: Question, given: list[Reply]) -> str:
    return format(sum((_decimal(reply, question) for reply in given), Decimal(0)), "f")


def _decimal(reply: Reply, question: Question) -> Decimal:
    return Decimal(reply.answers.get(question.label) or 0)


def workbook(notice: Notice, actor: Actor) -> IO[bytes]:
    """One sheet: every union in sight with its state and its answers, numbers as numbers, the sums last."""
    rows, asks = replies(notice, actor), notice.asks
    file = _file()
    book = Book(file, notice.title)
    states = [pgettext("column", "Union"), pgettext("column", "Code"), pgettext("column", "State")]
    book.row([str(notice)], bold=True)
    book.row([*states, *[one.label for one in asks], _("In words")], bold=True)
    for reply in rows:
        said = reply.state in ANSWERED
        answers = [_value(one, reply) if said else None for one in asks]
        book.row([reply.org.name, reply.org.code, reply.state_label, *answers, reply.text if said else None])
    given = [reply for reply in rows if reply.state in ANSWERED]
    if any(one.is_number for one in asks):
        sums = [Decimal(_sum(one, given)) if one.is_number else None for one in asks]
        book.row([pgettext("column", "Sum"), None, None, *sums], bold=True)
    book.sheet.set_column(0, 2 + len(asks) + 1, 18)
    book.book.close()
    file.seek(0)
    return file


def _file() -> IO[bytes]:
    """A file that is gone once it was sent."""
    return tempfile.TemporaryFile()


def _value(question: Question, reply: Reply) -> Any:
    answer = reply.answers.get(question.label, "")
    if question.is_number and answer:
        return Decimal(answer)
    return question.shown(answer)


@dataclass(frozen=True)
class Prefilled:
    """A reply put together from those of the unions it was passed on to: so many of so many have answered."""

    notice: Notice
    answers: dict[str, str]
    text: str
    given: int
    of: int


def prefilled(reply: Reply) -> Prefilled | None:
    """What one's own unions replied to the notice as it was passed on to them; None where it was not."""
    passed = Notice.objects.filter(passes=reply.notice, org=reply.org, state="issued").order_by("-id").first()
    if passed is None:
        return None
    rows = list(passed.replies.select_related("org").order_by("path"))
    given = [one for one in rows if one.state in ANSWERED]
    answers = {one.label: _together(one, given) for one in reply.notice.asks}
    text = "\n".join(f"{one.org.name}：{one.text}" for one in given if one.text)
    return Prefilled(passed, answers, text[:4000], len(given), len(rows))


def _together(question: Question, given: list[Reply]) -> str:
    """Numbers added up, the same answer once, differing texts one under the other."""
    if question.is_number:
        return _sum(question, given) if given else ""
    said = [(one.org.name, answer) for one in given if (answer := one.answers.get(question.label))]
    if len({answer for _org, answer in said}) == 1:
        return str(said[0][1])
    if question.kind != "text":
        return ""
    return "；".join(f"{org}：{answer}" for org, answer in said)[:1000]
