"""Whether words promise something or tell what was done."""

from __future__ import annotations

import re

from .clauses import Sentence
from .structure import Frame

_DEED = (
    "完成|建立|组建|新建|开展|举办|召开|发展|培训|实现|组织|达到|取得|发放|新增|签订|帮助|解决|走访|慰问|投入|筹集|荣获|"
    "成立|制定|印发|创建|评选|表彰|参加|参与|救助|化解|调解|推荐|收到|受理|增加|提高|办理|命名|选树|征集|报送|看望|资助|"
    "提供|打造|建成|配备|开设|安置|吸纳|覆盖|推出|承办|收缴|追讨|追回"
)
_GOAL = re.compile(
    r"力争|确保|努力(?=实现|达到|完成|做到|使)|争取(?!上级|资金|政府|财政|党政|各|到位)|计划(?!总|内|外)|拟(?=建|于|定|在|组|开|新|举|对|评)|必须|预计|打算|下半年|明年|今后|下一步|下步|年内|[今明]年起(?!已)|"
    r"(?<![即行])将(?!已|近|会议|职工|工会|其|选|有关|\S{0,8}(?:纳入|作为|列为|列入))|目标是|目标为|任务是|到(?!目前|去年|上年|前年)[^,，。;；\d]{0,4}(?:年底|年末)|(?:要|须|应当?)(?=达到|达|实现|完成|新建|发展|培训|不|确保|建成|建立)|"
    r"(?:工会|单位|各地|各级|街道|镇街|全[市县区省]|我们|都|还|也|均|^|[,，;；])要(?!求|点|约|素|闻|件)|不得?少于|不得?低于|至少|每(?:人|名|位)[^,，。;；\d]{0,6}(?:联系|包联|包保|结对)(?!了)"
)
_DONE = re.compile(
    rf"(?:{_DEED})了|已(?:经|先后|累计|全部|{_DEED})(?!会|工会|[^,，。;；]{{0,14}}的)|至目前|到目前|截[至止](?!20)|目前为止|"
    r"(?<![由从比较])去年(?!同期|的?基础)|(?<![比较])上年(?!度?末?的?基础|同期)|上一年|近年来|一年来|以来|过去(?:一年|五年|的)|现有|原有|环比|据统计|统计显示|"
    rf"(?:共|累计|先后|总计|合计|成功|圆满|顺利)(?:有|计)?(?:{_DEED})(?!率|[^,，。;；]{{0,24}}(?:以上|不少于|不低于))|荣获|被评为|受到"
)
# in a plan "respectively 8, 10 and 12" are shares of a promise, elsewhere results
_DONE_EACH = re.compile(rf"分别(?!达到?)(?:有|计)?(?:{_DEED})(?!率)")
_PROGRESS = re.compile(
    r"(?:完成|占|达)[^,，。;；]{0,14}(?:目标|任务|计划|指标)(?:任务|数|总数|总任务)?的?\s?[\d.]+\s?%|完成率为|"
    r"(?:已|都|均|全部|全面|超额|提前)(?:已)?(?:超额|提前|全面)?完成(?:了)?(?=[^,，。;；]{0,10}(?:目标|任务|计划)|[,，。;；]|$)"
)
_WHOLE_TASK = re.compile(r"完成[^,，。;；]{0,14}(?:目标|任务|计划|指标)(?:任务|数)?的?\s?100\s?%")
_INTENT = re.compile(r"力争|确保|争取|计划|将|必须|务必|要(?!求)|前(?=全面|超额|提前|完成)")
_OUTLOOK = re.compile(
    r"打算|计划|安排|思路|目标|任务|下步|下一步|下半年|要点|今后|明年|措施|举措|部署|设想|建议"
)
_REVIEW = re.compile(
    r"回顾|总结|完成情况|工作情况|基本情况|主要情况|成效|成绩|主要做法|存在的?(?:问题|不足|困难)|经验|进展|取得"
)
_PLAN_REVIEW = re.compile(
    r"回顾|(?:完成|工作|主要|基本)情况$|取得的?(?:成绩|成效)|存在的?(?:问题|不足)|工作总结$|^20\d\d年.{0,6}工作总结"
)
_HEAD_OUTLOOK = re.compile(r"^\s*(?:今年)?(?:下半年|下一步|下步|明年|今后|新的一年|接下来)")
_DEMANDED = re.compile(
    r"(?:会议|通知|活动|方案|意见|报告|讲话)[^,，。]{0,8}?(?:要求|提出|强调|指出|明确|确定|部署)|要求(?:各|全)|要求[^,，。]{0,20}(?:要|抓好|做好)|(?:抓好|做好)以下|重点(?:抓好|做好)|目标(?:是|为|:|：)"
)
_THIS_YEAR = re.compile(r"^\s*(?:今年|20\d\d年),?(?!以来|上半年|\d)")

_UNTIL_YEAR = re.compile(r"(?<![截达])到\s?((?:19|20)\d\d)年")
_REVIEW_OPENING = re.compile(r"\s*(?:去年|上年|一年来|[两三五]年来|近年来|过去|刚刚过去)")
_NOW_OPENING = re.compile(r"\s*(?:今年(?!以来)|新的一年|本年度)")
_OPENING_YEAR = re.compile(
    r"[\s,，;；、(（]*(?:(?:备?注|说明|另)[:：,，]?\s?)?((?:19|20)\d\d)年(?!起|开始|[-—至到])"
)

_TITLE_YEAR = re.compile(r"((?:19|20)\d\d)年")

_HEADING_LIMIT = 30
GOAL_GENRES = frozenset({"plan", "rules"})


# what was reached before and is built upon
_BASE = re.compile(r"在[^,，。;；]{2,60}基础上")


class Mood:
    """Follows one document and says for each clause whether its numbers are promises."""

    def __init__(self, frame: Frame, text: str) -> None:
        self._text = text
        self._genre = frame.genre
        self._year = frame.year
        self._title = frame.title
        self._outlook_year = _outlook_year(frame)
        self._section = frame.genre in GOAL_GENRES
        self._paragraph = self._section
        self._line = -1
        self._headings = {node.start: node for node in frame.nodes}
        self._starts = sorted(self._headings)
        self._next = 0

    @property
    def looks_forward(self) -> bool:
        """Whether the paragraph being read is about what is still to come."""
        return self._paragraph

    def promises(self, sentence: Sentence) -> list[bool]:
        """For each clause of the next sentence, in document order, whether it looks forward."""
        words = self._text[sentence.start : sentence.end]
        self._follow(sentence, words)
        if not sentence.clauses:
            return []
        if self._tells_progress(words):
            return [False] * len(sentence.clauses)
        state = self._paragraph or (
            self._genre == "news" and bool(_THIS_YEAR.match(words)) and not _DONE.search(words)
        )
        moods = []
        position = sentence.start
        bases = [base.span() for base in _BASE.finditer(self._text, sentence.start, sentence.end)]
        for clause in sentence.clauses:
            if any(low <= clause.start and clause.end <= high for low, high in bases):
                moods.append(False)
                position = max(position, clause.end)
                continue
            # words between the clauses (a head without numbers) speak for what follows them
            state = self._state(state, self._text[position : clause.end])
            moods.append(state)
            position = max(position, clause.end if not clause.inner else position)
        return moods

    def _state(self, state: bool, words: str) -> bool:
        if self._tells_progress(words):
            return False
        until = _UNTIL_YEAR.search(words)
        if until and self._year:
            return int(until.group(1)) >= self._year or bool(_INTENT.search(words))
        if _GOAL.search(words):
            return True
        if self._is_done(words) or self._earlier_year(words):
            return False
        return state

    def _tells_progress(self, words: str) -> bool:
        """Whether words say which part of a task is done; in a scheme of scores "100 % of the task" is asked."""
        if self._genre in GOAL_GENRES and _WHOLE_TASK.search(words) and not _DONE.search(words):
            return False
        return bool(_PROGRESS.search(words)) and not _INTENT.search(words)

    def _is_done(self, words: str) -> bool:
        return bool(_DONE.search(words)) or (
            self._genre not in GOAL_GENRES and bool(_DONE_EACH.search(words))
        )

    def _earlier_year(self, words: str) -> bool:
        """Whether words open with a year before the document's own."""
        opening = _OPENING_YEAR.match(words)
        return bool(self._year and opening and int(opening.group(1)) < self._year)

    def _follow(self, sentence: Sentence, words: str) -> None:
        """Carries the outlook of headings to their section and of a demand to its paragraph."""
        while self._next < len(self._starts) and self._starts[self._next] < sentence.end:
            node = self._headings[self._starts[self._next]]
            if node.level <= 2:
                self._turn(node.heading)
            self._next += 1
        if sentence.line_start != self._line:
            self._line = sentence.line_start
            if self._is_heading(sentence, words):
                self._turn(words)
            self._paragraph = self._section
        if self._genre in GOAL_GENRES:
            self._review(words)
        if _HEAD_OUTLOOK.match(words) and self._genre != "news":
            self._section = self._paragraph = True
        elif self._outlook_year and (opening := _OPENING_YEAR.match(words)):
            self._section = self._paragraph = int(opening.group(1)) >= self._outlook_year
        elif self._genre == "report" and words.rstrip().endswith((":", "：")) and _GOAL.search(words):
            self._section = self._paragraph = not _DONE.search(words)
        elif (
            self._genre in ("news", "other", "report")
            and _DEMANDED.search(words)
            and not _PROGRESS.search(words)
        ):
            self._paragraph = not _DONE.search(words) or bool(_GOAL.search(words))

    def _is_heading(self, sentence: Sentence, words: str) -> bool:
        """A short open line without numbers; a headline of the news is none."""
        if self._genre == "news" or words.strip() == self._title or len(words) > _HEADING_LIMIT:
            return False
        numbered = any(clause.quantities for clause in sentence.clauses)
        return not numbered and not words.endswith(("。", "；", ";"))

    def _review(self, words: str) -> None:
        """A look back inside a plan lasts until its paragraph ends or turns to this year."""
        if (_REVIEW_OPENING.match(words) or self._earlier_year(words)) and not _INTENT.search(words):
            self._paragraph = False
        elif _NOW_OPENING.match(words):
            self._paragraph = self._section

    def _turn(self, heading: str) -> None:
        review = _PLAN_REVIEW if self._genre in GOAL_GENRES else _REVIEW
        if review.search(heading) and not re.search(r"打算|下步|下一步|今后|推广", heading):
            self._section = False
        elif _OUTLOOK.search(heading):
            self._section = True
        self._paragraph = self._section


def _outlook_year(frame: Frame) -> int | None:
    """The later year of a title that names two: results of the one, plans for the other."""
    years = {int(year) for year in _TITLE_YEAR.findall(frame.title)}
    return max(years) if frame.genre == "report" and len(years) > 1 else None
