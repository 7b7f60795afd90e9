"""The notice of a meeting and its minutes as official papers; who came is counted, what was decided is listed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext

from zhijia.activities.meetings.attendance import Attendance
from zhijia.activities.models import Meeting
from zhijia.office.queries import tasks_from
from zhijia.papers.paper import Grid, Paper, Paragraph, Party


def _day(day: date) -> str:
    return date_format(day, pgettext("day of a paper, as a Django date format", "j F Y"))


def _language() -> str:
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


def _headed(parts: Sequence[tuple[str, list[Paragraph | Grid]]]) -> list[Paragraph | Grid]:
    """The parts that have something to say, each under its numbered heading."""
    found: list[Paragraph | Grid] = []
    for number, (title, blocks) in enumerate([part for part in parts if part[1]], 1):
        said = {"number": "一二三四五六"[number - 1] if _language() == "zh" else number, "title": title}
        found += [Paragraph(pgettext("heading", "%(number)s. %(title)s") % said, is_heading=True), *blocks]
    return found


def _lines(text: str) -> list[Paragraph | Grid]:
    return [Paragraph(line.strip()) for line in text.splitlines() if line.strip()]


def _between(names: list[str]) -> str:
    return pgettext("between names in a list", ", ").join(names)


def notice(meeting: Meeting, *, on: date) -> Paper:
    """The notice that calls people and unions to a meeting."""
    unions = [row.guest.name for row in meeting.delegations.select_related("guest").order_by("guest__path")]  # type: ignore[attr-defined]
    to = _between(unions) if unions else pgettext("notice of a meeting", "To all who are called")
    said = {"title": meeting.title, "union": meeting.org.name}
    opening = pgettext("notice of a meeting", "%(union)s holds “%(title)s”. Please note the following.")
    closing = pgettext(
        "notice of a meeting",
        "Please bring your telephone: you sign in at the door with the code shown there. Whoever has none "
        "signs the paper list.",
    )
    parts: list[tuple[str, list[Paragraph | Grid]]] = [
        (
            pgettext("notice of a meeting", "Time"),
            [Paragraph(f"{_day(meeting.happened_on)} {meeting.begins}")],
        ),
        (pgettext("notice of a meeting", "Place"), [Paragraph(meeting.place)]),
        (pgettext("notice of a meeting", "Agenda"), _lines(meeting.agenda)),
        (pgettext("notice of a meeting", "Signing in"), [Paragraph(closing)]),
    ]
    title = pgettext("notice of a meeting", "Notice of “%(title)s”") % said
    signs = [Party(pgettext("notice of a meeting", "Called by"), meeting.org.name)]
    return _paper(meeting, title, to, [Paragraph(opening % said), *_headed(parts)], signs, on)


def minutes(meeting: Meeting) -> Paper:
    """The minutes: when and where, who was there by their sign-in, what was said and decided."""
    came = Attendance(meeting)
    title = pgettext("minutes", "Minutes of “%(title)s”") % {"title": meeting.title}
    opening = pgettext("minutes", "Held on %(day)s at %(hour)s, %(place)s.") % {
        "day": _day(meeting.happened_on),
        "hour": meeting.begins,
        "place": meeting.place,
    }
    parts: list[tuple[str, list[Paragraph | Grid]]] = [
        (pgettext("minutes", "Who was there"), _there(came)),
        (pgettext("minutes", "Agenda"), _lines(meeting.agenda)),
        (pgettext("minutes", "What was said"), _lines(meeting.minutes)),
        (pgettext("minutes", "What was decided"), _decided(meeting)),
    ]
    signs = [
        Party(pgettext("minutes", "In the chair"), meeting.led_by or "—"),
        Party(pgettext("minutes", "Minutes taken by"), meeting.minuted_by or "—"),
    ]
    return _paper(meeting, title, "", [Paragraph(opening), *_headed(parts)], signs, meeting.happened_on)


def _there(came: Attendance) -> list[Paragraph | Grid]:
    said = {
        "present": came.present,
        "called": came.called,
        "signed": came.signed,
        "listed": came.listed,
        "excused": came.excused,
    }
    found: list[Paragraph | Grid] = [
        Paragraph(
            pgettext(
                "minutes",
                "%(present)s of %(called)s people called were there, counted from the sign-ins: %(signed)s signed "
                "in themselves, %(listed)s were entered from the paper list; %(excused)s were excused.",
            )
            % said
        )
    ]
    parts = (
        (pgettext("minutes", "Signed in themselves: %(names)s"), ("signed",)),
        (pgettext("minutes", "From the paper list: %(names)s"), ("listed",)),
        (pgettext("minutes", "Excused: %(names)s"), ("excused",)),
    )
    for words, states in parts:
        if names := came.names(*states):
            found.append(Paragraph(words % {"names": _between(names)}))
    return found


def _decided(meeting: Meeting) -> list[Paragraph | Grid]:
    rows = list(tasks_from(meeting).exclude(state="dropped"))
    if not rows:
        return []
    heads = [
        pgettext("minutes", "No."),
        pgettext("minutes", "Decision"),
        pgettext("minutes", "Union"),
        pgettext("minutes", "Who"),
        pgettext("minutes", "Until"),
    ]
    lines = [
        [
            str(number),
            row.title,
            row.org.name,
            str(row.doer or row.get_role_display() or "—"),
            row.due_on.isoformat(),
        ]
        for number, row in enumerate(rows, 1)
    ]
    return [Grid(heads, lines, (12, 58, 38, 20, 28))]


def _paper(
    meeting: Meeting,
    title: str,
    to: str,
    body: Sequence[Paragraph | Grid],
    parties: Sequence[Party],
    on: date,
) -> Paper:
    return Paper(
        title=title,
        number="",
        addressee=pgettext("letter to unions", "%(union)s:") % {"union": to} if to else "",
        body=body,
        parties=parties,
        dated=_day(on),
        author=meeting.org.name,
        language=_language(),
    )
