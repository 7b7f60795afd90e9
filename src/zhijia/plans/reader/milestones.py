"""What a plan sets without a number: dated activities, documents to be issued, meetings, and the tasks left over."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from .clauses import MARKER
from .labels import opening_cut
from .period import Festival, periods
from .responsible import names_in, responsible
from .shapes import Activity, MilestoneKind, Period, ReadMilestone
from .structure import Frame, Node
from .targets import Promise

__all__ = ["Planned", "ReadMilestone", "milestones"]

_PAPER = (
    "办法|细则|方案|规划|意见|制度|手册|标准|量化表|考核表|汇编|规定|清单|章程|条例|预案|名录|数据库|台账|读本|简报|画册|"
    "指南|规程|流程|通知|协议文本|示范文本|报告"
)
_DELIVERABLE = re.compile(
    r"(?P<deed>制定|制订|出台|印发|下发|编印|编制|编写|编纂|起草|修订|拟定|发布|完善并印发)(?!的|了|和落实|实施以来)"
    rf"[^,，。;；《》]{{0,16}}?(?P<thing>《[^《》\n]{{2,60}}》[^,，。;；]{{0,6}}|[^,，。;；]{{2,36}}?(?:{_PAPER})(?!化|性|的|内|要求|执行))"
)
_MEETING = re.compile(
    r"(?:召开|举行|组织召开|筹备召开|承办)(?!的|了)(?:好)?(?P<thing>[^,，。;；]{0,40}?"
    r"(?:推进会|座谈会|现场会|表彰会|表彰大会|表彰暨[^,，。;；]{2,20}?大会|代表大会|职代会|全委会|全会|常委会|研讨会|交流会|报告会|"
    r"发布会|启动会|启动仪式|联席会议?|工作会议?|大会|会议|例会|观摩会|点评会|动员会|[\u4e00-\u9fff]{2,20}会(?=$)))"
)
_ACTIVITY = re.compile(
    r"(?:举办|举行|组织开展|组织参加|组队参加|开展|组织|承办)(?!的|了)(?P<thing>[^,，。;；]{0,40}?"
    r"(?:运动会|汇演|展演|演出|比赛|大赛|竞赛|文化节|艺术节|展览|联欢会|晚会|招聘会|招聘周|宣传周|宣传月|活动月|讲座|培训班|"
    r"健步走|长跑|联谊会|拔河赛|球赛|活动))"
)
_PATTERNS: tuple[tuple[MilestoneKind, re.Pattern[str]], ...] = (
    ("deliverable", _DELIVERABLE),
    ("meeting", _MEETING),
    ("activity", _ACTIVITY),
)
_CLAUSE = re.compile(r"[^,，。;；！!\n\t]+")
_DEED = re.compile(
    r"完成|建成|启用|上线|实现|落实|组建|成立|开通|验收|启动|开展|上报|报送|换届|配齐|举办|总结|表彰|检查|考核"
)
# a sentence without any of these sets nothing, and most sentences have none
_WORTH = re.compile(
    r"制[定订]|出台|[印下]发|编[印制写纂]|起草|修订|拟定|发布|召开|举[行办]|承办|(?:开展|组织)[^,，。;；]{0,40}?"
    r"(?:会|演|出|赛|节|展览|周|月|讲座|班|走|跑|活动)|[月年季]"
)
_NEGATED = re.compile(
    r"不得|不准|严禁|未能|等(?:多种)?(?:形式|方式|途径|渠道|载体)|现将|的通知$|制定(?:如下|本|以下)"
)
_SENTENCE_STOP = re.compile(r"[。！!；;\n]")
_REMARK = re.compile(r"[(（](?:责任|牵头|承办|配合|落实)[^()（）]*[)）]")
_FRAMEWORK = re.compile(
    r"^(?:奖惩|奖励|总则|附则|附件|说明|其他|结果运用|考核结果运用|指导思想|工作目标|总体目标|总体要求)$"
)
_REMARK_NEXT = re.compile(r"[。；;]?\s*[(（](?:责任|牵头|承办|配合|落实)[^()（）\n]*[)）]")
_DATE_ALONE = re.compile(r"\s*(?:19|20)\d\d年\s?\d{1,2}月\s?(?:\d{1,2}日)?\s*$")
LONGEST_TITLE = 60
_YEAR = 360


@dataclass(frozen=True, slots=True)
class Planned:
    """A milestone in offsets of the mended text."""

    start: int
    end: int
    item: str
    kind: MilestoneKind
    title: str
    starts_on: date | None
    ends_on: date | None
    owners: tuple[str, ...]
    when: str


Line = tuple[int, int, Activity]


class Surroundings:
    """One document's points, promises and dated lines by place, each found without going through all."""

    def __init__(
        self,
        frame: Frame,
        points: Sequence[tuple[str, Node]],
        promises: Sequence[Promise],
        lines: Sequence[Line],
    ) -> None:
        self.frame = frame
        self.points = points
        self._heads = [node.start for _, node in points]
        taken = [(promise.start, promise.end) for promise in promises] + [line[:2] for line in lines]
        self._taken = sorted(taken)
        self._longest = max((end - start for start, end in taken), default=0)

    def point_at(self, position: int) -> tuple[str, Node] | None:
        """The point a position stands in."""
        place = bisect_right(self._heads, position) - 1
        if place < 0 or position >= self.points[place][1].end:
            return None
        return self.points[place]

    def is_taken(self, start: int, end: int) -> bool:
        """Whether a promise with a number or a dated line stands in a stretch."""
        first = bisect_left(self._taken, (start - self._longest, 0))
        last = bisect_left(self._taken, (end, 0))
        return any(stop > start for _, stop in self._taken[first:last])


def milestones(
    text: str,
    frame: Frame,
    points: Sequence[tuple[str, Node]],
    promises: Sequence[Promise],
    outlook: Sequence[tuple[int, int]],
    lines: Sequence[Line],
) -> list[Planned]:
    """The milestones of one document in the order of its text; `outlook` are its sentences that look forward."""
    around = Surroundings(frame, points, promises, lines)
    planned = [_of_line(around, line) for line in lines]
    if frame.genre in ("plan", "report"):
        for start, end in outlook:
            planned += _in_sentence(text, around, start, end)
        planned += _tasks(text, around, planned, promises, outlook)
    return sorted(planned, key=lambda each: (each.start, each.end))


def _of_line(around: Surroundings, line: Line) -> Planned:
    start, end, activity = line
    owners = tuple(names_in(activity.responsible)) if activity.responsible else ()
    point = around.point_at(start)
    return Planned(
        start, end, point[0] if point else "", "activity", activity.what[:LONGEST_TITLE],
        activity.start_on, activity.end_on, owners, activity.when,
    )  # fmt: skip


def _in_sentence(text: str, around: Surroundings, start: int, end: int) -> Iterator[Planned]:
    """Clauses that name a paper, a meeting, a dated activity or a dated deed and no counted promise."""
    if not _WORTH.search(text, start, end):
        return
    year = around.frame.year
    named = [*periods(text, start, end, year), *Festival.named(text, start, end, year)]
    for clause in _CLAUSE.finditer(text, start, end):
        marker = MARKER.match(text, *clause.span())
        low, high = marker.end() if marker else clause.start(), clause.end()
        words = text[low:high]
        if _NEGATED.search(words) or around.is_taken(low, high):
            continue
        said = next((each for each in reversed(named) if each.start < high), None)
        narrow = said.period if said and _is_narrow(said.period) else None
        found = _kind(words, bool(said and narrow and said.start >= low))
        if found is not None:
            yield _planned(text, around, (low, high), end, found, narrow)


def _planned(
    text: str,
    around: Surroundings,
    place: tuple[int, int],
    sentence_end: int,
    found: tuple[MilestoneKind, str],
    when: Period | None,
) -> Planned:
    point = around.point_at(place[0])
    owners = responsible(text[place[0] : _stop(text, place[1], sentence_end)])
    if not owners and point:
        owners = responsible(text[point[1].start : point[1].end])
    return Planned(
        *place, point[0] if point else "", *found,
        when.start if when else None, when.end if when else None, owners, when.text if when else "",
    )  # fmt: skip


def _kind(words: str, dated: bool) -> tuple[MilestoneKind, str] | None:
    """What a clause sets: a paper, a meeting, where a time stands in it an activity or a task; and its title."""
    for kind, pattern in _PATTERNS:
        found = pattern.search(words)
        if found and (dated or kind != "activity"):
            return kind, _title(words[found.start() :] if kind == "deliverable" else words)
    return ("task", _title(words)) if dated and _DEED.search(words) else None


def _title(words: str) -> str:
    return opening_cut(_REMARK.sub("", words)).strip(" \t\u3000,，:：。、")[:LONGEST_TITLE]


def _is_narrow(period: Period) -> bool:
    """Whether a period is less than the year: only then does it say when."""
    end = period.end
    return end is not None and (period.start is None or (end - period.start).days < _YEAR)


def _stop(text: str, start: int, end: int) -> int:
    """The end of a sentence with the remark that says who answers for it."""
    found = _SENTENCE_STOP.search(text, start, end)
    stop = found.start() if found else end
    remark = _REMARK_NEXT.match(text, stop)
    return remark.end() if remark else stop


def _tasks(
    text: str,
    around: Surroundings,
    planned: Sequence[Planned],
    promises: Sequence[Promise],
    outlook: Sequence[tuple[int, int]],
) -> list[Planned]:
    """The points with neither a counted promise nor a milestone that stand in a part that looks forward."""
    starts = sorted([each.start for each in planned] + [each.start for each in promises])
    ahead = [start for start, _ in outlook]
    return [
        _task(text, around.frame, number, node)
        for number, node in around.points
        if not _FRAMEWORK.match(node.heading)
        and not _between(starts, node.start, node.end)
        and _between(ahead, node.start, node.end)
    ]


def _unsigned(text: str, start: int, end: int) -> int:
    """The end of a point without the date that signs the document below it."""
    line = text.rfind("\n", start, end)
    return line if line >= 0 and _DATE_ALONE.match(text, line + 1, end) else end


def _between(places: Sequence[int], low: int, high: int) -> bool:
    """Whether one of sorted places lies in a stretch."""
    return bisect_left(places, high) > bisect_left(places, low)


def _task(text: str, frame: Frame, number: str, node: Node) -> Planned:
    """A point without a number as a task, with the first time it names and who answers for it."""
    end = node.start + len(text[node.start : node.end].rstrip())
    words = text[node.body : end]
    dated = (each.period for each in periods(text, node.body, _unsigned(text, node.body, end), frame.year))
    when = next((period for period in dated if _is_narrow(period)), None)
    first = _CLAUSE.search(words)
    title = _title(node.heading or (first.group() if first else words)) or words.strip()[:LONGEST_TITLE]
    return Planned(
        node.start, end, number, "task", title,
        when.start if when else None, when.end if when else None,
        responsible(words), when.text if when else "",
    )  # fmt: skip
