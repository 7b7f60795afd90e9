"""Responsibility letters: the official page, the figures agreed on, what changed since."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.plans.handing import by_hand, promised, share, step
from zhijia.kernel.day import frozen
from zhijia.papers import faces
from zhijia.papers.paper import Grid, Paragraph
from zhijia.plans.handing import letters, queries
from zhijia.plans.models import Letter, LetterRegister, Share, Target
from zhijia.registry import services
from zhijia.registry.errors import Refused

TODAY = date(2026, 8, 10)
LATER = TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with frozen(TODAY):
        yield


class TestLetter:
    def letter(self, cast: Cast) -> Letter:
        made = promised(cast)
        city = by_hand(cast, made, "15", "6")
        step(cast, share(city, cast, "river"), "accept", by="river.officer")
        given = {
            "plan": made.plan,
            "org": cast.orgs["river"],
            "number": "云工责〔2026〕3号",
            "dated_on": TODAY,
        }
        issued: Letter = services.add(LetterRegister, given, by=cast.actor("city.officer"))
        return issued

    def test_the_document_has_the_official_page_and_the_agreed_figures(self, cast: Cast, client: Any) -> None:
        from docx import Document
        from docx.oxml.ns import qn

        letter = self.letter(cast)
        answer = cast.login(client, "river.officer").get(reverse("plans:letter_docx", args=[letter.uid]))
        assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"
        document = Document(io.BytesIO(b"".join(answer.streaming_content)))
        section = document.sections[0]
        assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
        assert [round(side.mm) for side in (section.top_margin, section.left_margin)] == [37, 28]
        assert round(section.page_width.mm - section.left_margin.mm - section.right_margin.mm) == 156
        assert round(section.page_height.mm - section.top_margin.mm - section.bottom_margin.mm) == 225
        grid = section._sectPr.find(qn("w:docGrid"))
        pitch = int(grid.get(qn("w:linePitch"))) / 20
        assert grid.get(qn("w:type")) == "lines"
        assert 22 * pitch <= 225 / 25.4 * 72 < 23 * pitch
        closer = document.styles["Normal"].element.rPr.find(qn("w:spacing"))
        width = 16 + int(closer.get(qn("w:val"))) / 20
        assert 28 * width <= 156 / 25.4 * 72 < 29 * width
        faces_used = {
            run._r.rPr.rFonts.get(qn("w:eastAsia")) for one in document.paragraphs for run in one.runs
        }
        assert {faces.TITLE, faces.BODY, faces.HEAD} <= faces_used
        assert [one.text for one in document.paragraphs[:2]] == [
            "2026年度工作目标责任书",
            "云工责〔2026〕3号",
        ]
        cells = [cell.text for cell in document.tables[0].rows[1].cells]
        assert (cells[0], cells[2], cells[3]) == ("1", "不少于 15 个", "2026年12月31日")
        text = "\n".join(cell.text for cell in document.tables[-1].rows[0].cells)
        assert "云川市总工会" in text and "临江县总工会" in text and "签字" in text
        assert "2026年8月10日" in [one.text for one in document.paragraphs]

    def test_the_pdf_says_the_same_in_a_chinese_face(self, cast: Cast, client: Any) -> None:
        letter = self.letter(cast)
        answer = cast.login(client, "city.officer").get(reverse("plans:letter_pdf", args=[letter.uid]))
        content = b"".join(answer.streaming_content)
        assert content.startswith(b"%PDF") and b"/MediaBox[0 0 595.27" in content.replace(
            b"MediaBox [", b"MediaBox["
        )
        assert b"CJK" in content or b"Zhijia" in content or b"FangSong" in content

    def test_what_is_not_agreed_stands_without_a_figure(self, cast: Cast) -> None:
        first = self.letter(cast)
        by_hand(cast, promised_in(cast, first), "7", "8")
        paper = letters.paper_of(self.further(cast, first))
        (grid,) = [block for block in paper.body if isinstance(block, Grid)]
        assert len(grid.rows) == 1
        said = " ".join(block.text for block in paper.body if isinstance(block, Paragraph))
        assert "第二批书屋（待答复）" in said and "7" not in said

    def test_what_was_signed_stays_and_the_page_tells_what_changed(self, cast: Cast, client: Any) -> None:
        letter = self.letter(cast)
        one = step(cast, Share.objects.get(org=letter.org), "lock", by="city.officer")
        assert queries.since(letter) == []
        step(cast, one, "amend", by="city.officer", values={"value": Decimal(9)}, reason="企业外迁")
        second = by_hand(cast, promised_in(cast, letter), "7", "8")
        step(cast, share(second, cast, "river"), "accept", by="river.officer")
        assert self.figures(letter) == ["不少于 15 个"]
        told = [(one.label, one.then, one.now) for one in queries.since(letter)]
        assert told == [(one.target.label, "15 个", "9 个"), ("第二批书屋", None, "7 个")]
        url = reverse("plans:letter", args=[letter.uid])
        page = cast.login(client, "city.officer").get(url).content.decode()
        assert "15 个 → 9 个" in page and "此后认领，7 个" in page and "?to=YC01" in page
        overview = reverse("plans:handed", args=[letter.plan.uid])
        assert letter.number in cast.login(client, "river.officer").get(overview).content.decode()
        assert "?to=YC01" not in cast.login(client, "river.officer").get(url).content.decode()
        further = self.further(cast, letter)
        assert self.figures(further) == ["不少于 9 个", "不少于 7 个"] and queries.since(further) == []

    def figures(self, letter: Letter) -> list[str]:
        (grid,) = [block for block in letters.paper_of(letter).body if isinstance(block, Grid)]
        return [row[2] for row in grid.rows]

    def further(self, cast: Cast, letter: Letter) -> Letter:
        given = {"plan": letter.plan, "org": letter.org, "number": "云工责〔2026〕4号", "dated_on": TODAY}
        made: Letter = services.add(LetterRegister, given, by=cast.actor("city.officer"))
        return made

    def test_a_number_is_given_once(self, cast: Cast) -> None:
        letter = self.letter(cast)
        hill = Share.objects.get(org=cast.orgs["hill"])
        step(cast, hill, "accept", by="hill.officer")
        given = {"plan": letter.plan, "org": cast.orgs["hill"], "number": letter.number, "dated_on": TODAY}
        with pytest.raises(Refused):
            services.add(LetterRegister, given, by=cast.actor("city.officer"))


def promised_in(cast: Cast, letter: Letter) -> Target:
    """Another target of the letter's plan, by an amendment."""
    from tests.plans.making import amend, issue, target

    plan = amend(cast, letter.plan)
    made = target(cast, plan, label="第二批书屋", value=15)
    issue(cast, plan)
    return Target.objects.select_related("plan", "org").get(pk=made.pk)
