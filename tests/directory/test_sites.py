"""Project sites far from home: who is there, who sees whom, what closing ends, who has not been home for long."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.directory.employing import refusal
from tests.directory.posting import NOW, close, days, post, reunion, site
from tests.evidence.pictures import photo, upload
from zhijia.desks.officer.sites import piles
from zhijia.directory.changes.carrying import carry_out
from zhijia.directory.changes.shares import ENDS, SITES, shares
from zhijia.directory.changes.wish import Fate, Kind, Wish
from zhijia.directory.models import Membership, Person, Posting, Site, Union
from zhijia.directory.sites import bringing, roll
from zhijia.evidence import services as evidence
from zhijia.kernel.period import Period
from zhijia.registry.errors import Forbidden, Refused
from zhijia.registry.services import change, move, remove
from zhijia.tally import services as tally
from zhijia.tally.figures import Figure
from zhijia.tally.queries import figure
from zhijia.tree.actor import ANONYMOUS

pytestmark = pytest.mark.django_db


def counted(key: str, org: Any, year: int = NOW.year) -> Figure:
    """The figure of a union in a year, stocks as of today."""
    return figure(key, org.pk, Period.year(year))


def bring(cast: Cast, at: Site, key: str = "tian", by: str = "liu", **values: Any) -> Posting:
    person = cast.people[key]
    name = values.pop("name", person.name)
    return bringing.bring(at, name, person.id_number, **{"on": days(200), "by": cast.actor(by)} | values)


def seen(cast: Cast, model: Any, by: str) -> set[str]:
    return {str(row) for row in model.register.visible(cast.actor(by))}


class TestThePosting:
    def test_membership_and_rates_stay_at_home(self, cast: Cast) -> None:
        keys = ("mem_count", "mem_rate_unionised", "mem_rate_all", "org_establish_rate")

        def figures() -> list[tuple[Any, Any]]:
            tally.recount_all()
            orgs = [cast.orgs[key] for key in ("site", "farm", "river", "city")]
            found = [counted(key, org) for key in keys for org in orgs]
            return [(one.counted, one.percent) for one in found]

        before = figures()
        memberships = list(
            Membership.objects.order_by("pk").values_list("org", "person", "valid_to", "version")
        )
        bring(cast, site(cast))
        assert figures() == before
        assert memberships == list(
            Membership.objects.order_by("pk").values_list("org", "person", "valid_to", "version")
        )
        assert counted("posted_people", cast.orgs["site"]).counted == 1
        assert counted("posted_people", cast.orgs["farm"]).counted == 0, "counted where the site is run"
        assert counted("site_open", cast.orgs["river"]).counted == 1

    def test_one_place_at_a_time_and_a_place_out_of_sight_is_not_named(self, cast: Cast) -> None:
        first = post(cast, site(cast))
        mine = site(cast, "云台水库项目部", by="farm.officer", org="farm")
        said = refusal(lambda: bring(cast, mine, "chen", by="farm.officer"))
        assert "青河" not in str(said) and "在别处的外派" in str(said)
        with pytest.raises(IntegrityError), transaction.atomic():
            Posting.objects.create(
                org=mine.org, path=mine.path, site=mine, person=first.person, valid_from=NOW
            )
        change(first, {"valid_to": days(100)}, by=cast.actor("liu"), version=first.version)
        assert bring(cast, mine, "chen", by="farm.officer", on=days(100)).site == mine

    def test_a_worker_without_a_union_is_posted_and_named_so(self, cast: Cast) -> None:
        Membership.objects.filter(person=cast.people["chen"]).delete()
        made = post(cast, site(cast))
        assert [one.code for one in made.notices] == ["no_member"]
        assert post(cast, site(cast, "另一项目部"), "gao", by="city.officer").notices == ()

    def test_names_and_numbers_have_to_fit_and_the_right_is_asked(self, cast: Cast) -> None:
        at = site(cast)
        assert "number" in refusal(lambda: bring(cast, at, name="别的人"))
        with pytest.raises(Forbidden):
            bring(cast, at, by="farm.officer")
        assert not Posting.objects.exists()


class TestClosing:
    def test_it_ends_every_posting_and_nobody_comes_after(self, cast: Cast) -> None:
        at = site(cast)
        post(cast, at)
        bring(cast, at)
        gone = post(cast, at, "gao", by="city.officer", valid_to=days(150))
        closed = close(cast, at, days(10))
        ends = dict(Posting.objects.values_list("person__name", "valid_to"))
        assert ends == {"陈大勇": days(10), "田秋菊": days(10), "高师傅": days(150)}
        assert Posting.objects.get(pk=gone.pk).version == gone.version, "what had ended is left alone"
        assert "valid_from" in refusal(
            lambda: post(cast, closed, "li", by="city.officer", valid_from=days(5))
        )
        assert "valid_to" in refusal(lambda: post(cast, closed, "li", by="city.officer"))
        opened = move(
            closed, "reopen", by=cast.actor("liu"), version=closed.version, reason="竣工日期登记有误"
        )
        assert opened.closed_on is None and Posting.objects.filter(valid_to=None).count() == 0

    def test_nobody_may_have_come_later_and_only_the_running_union_closes(self, cast: Cast) -> None:
        at = site(cast)
        post(cast, at, valid_from=days(20))
        assert "closed_on" in refusal(lambda: close(cast, at, days(30)))
        assert Site.objects.get().state == "open" and Posting.objects.get().valid_to is None
        with pytest.raises(Forbidden):
            close(cast, at, days(10), by="farm.officer")

    def test_no_home_leave_is_left_outside_of_a_posting(self, cast: Cast) -> None:
        at = site(cast)
        made = post(cast, at)
        reunion(cast, at)
        liu = {"by": cast.actor("liu"), "version": made.version}
        said = refusal(lambda: change(made, {"valid_to": days(100)}, **liu))
        assert days(60).isoformat() in str(said["valid_to"])
        assert "valid_from" in refusal(lambda: change(made, {"valid_from": days(30)}, **liu))
        assert "valid_to" in refusal(lambda: remove(made, reason="误登", **liu))
        assert "陈大勇" in str(refusal(lambda: close(cast, at, days(100)))["closed_on"])
        assert Posting.objects.get() == made and Posting.objects.get().valid_to is None
        assert close(cast, at, days(59)).state == "closed", "home leave begun on the last day stays"

    def test_a_union_that_closes_closes_its_sites_and_an_heir_runs_them_on(self, cast: Cast) -> None:
        at = site(cast)
        post(cast, at)
        bring(cast, at)
        union, boss = Union.objects.get(org=cast.orgs["site"]), cast.actor("city.officer")
        wish = Wish(Kind.CLOSE, union, NOW, "工程结束", left_kind="closed", members=Fate.END)
        assert [(one.names, one.fate) for one in shares(wish) if one.label == SITES] == [([at.name], ENDS)]
        with transaction.atomic():
            carry_out(wish, by=boss)
            assert Site.objects.get().closed_on == NOW
            assert set(Posting.objects.values_list("valid_to", flat=True)) == {NOW}
            shut = Site.objects.get()
            said = refusal(lambda: move(shut, "reopen", by=boss, version=shut.version, reason="误办"))
            assert "撤销" in str(said)
            transaction.set_rollback(True)
        heir = Union.objects.get(org=cast.orgs["gas"])
        carry_out(Wish(Kind.MERGE, union, NOW, "合并", into=heir, joint=True), by=boss)
        assert Site.objects.get().state == "open" and not Posting.objects.exclude(valid_to=None).exists()
        assert [pile.count for pile in piles(cast.actor("gas.officer"))] == [2], "overdue at the heir's desk"
        assert post(cast, Site.objects.get(), "gao", by="gas.officer").org == cast.orgs["site"]


class TestSight:
    def test_the_site_sees_who_works_there_only_as_long(self, cast: Cast) -> None:
        made = bring(cast, site(cast))
        assert "田秋菊" in seen(cast, Person, "liu")
        change(made, {"valid_to": days(1)}, by=cast.actor("liu"), version=made.version)
        assert "田秋菊" not in seen(cast, Person, "liu")
        assert "田秋菊" in seen(cast, Person, "farm.officer"), "the home union never loses its record"

    def test_the_home_union_sees_where_its_member_is_and_nobody_else(self, cast: Cast) -> None:
        at = site(cast)
        post(cast, at)
        bring(cast, at)
        assert seen(cast, Posting, "farm.officer") == {"田秋菊 → 青河隧道项目部"}
        assert seen(cast, Site, "farm.officer") == {"青河隧道项目部"}
        for other in ("gas.officer", "hill.officer", "mill.officer", "stranger"):
            assert not seen(cast, Site, other) and not seen(cast, Posting, other), other
        assert len(seen(cast, Posting, "river.officer")) == 2

    def test_pages_answer_alike(self, client: Client, cast: Cast) -> None:
        at = site(cast, contact="老周")
        post(cast, at)
        bring(cast, at)
        url, bringing_url = (
            reverse("directory:site", args=[at.uid]),
            reverse("directory:bring", args=[at.uid]),
        )
        home = cast.login(client, "farm.officer").get(url)
        assert home.status_code == 200 and client.get(bringing_url).status_code == 403
        text = home.content.decode()
        assert "田秋菊" in text and "陈大勇" not in text and "只显示本工会的会员" in text
        assert cast.login(client, "gas.officer").get(url).status_code == 404
        own = cast.login(client, "liu").get(url).content.decode()
        assert "田秋菊" in own and "陈大勇" in own and "红星农场第三管理区工会" in own
        assert cast.people["tian"].id_number not in own

    def test_somebody_is_brought_in_by_the_page_once(self, client: Client, cast: Cast) -> None:
        at, person = site(cast), cast.people["li"]
        cast.login(client, "liu")
        url = reverse("directory:bring", args=[at.uid])
        sent = {"name": person.name, "number": "123", "valid_from": days(9).isoformat(), "work": "测量员"}
        wrong = client.post(url, sent)
        assert wrong.status_code == 422 and "测量员" in wrong.content.decode()
        form = client.get(url).context["form"]
        sent |= {"number": person.id_number, "uid": str(form["uid"].value())}
        assert [client.post(url, sent).status_code for _ in range(2)] == [302, 302]
        assert Posting.objects.get().person == person and Posting.objects.get().org == at.org


class TestHome:
    def test_who_has_not_been_home_is_named_on_the_page_and_on_the_desk(
        self, client: Client, cast: Cast, settings: Any
    ) -> None:
        settings.HOME_LEAVE_MONTHS = 4
        at = site(cast)
        post(cast, at)
        bring(cast, at)
        reunion(cast, at)
        by = cast.actor("liu")
        found = {str(one.posting.person): one for one in roll.stays(list(roll.of(at, by)), NOW)}
        assert not found["陈大勇"].is_due and found["陈大勇"].since == days(50)
        assert found["田秋菊"].is_due and found["田秋菊"].since == days(200)
        (pile,) = piles(by)
        assert pile.count == 1 and pile.tasks[0].text == "田秋菊"
        assert piles(cast.actor("river.officer")) == [], "whoever runs the site acts"
        cast.login(client, "liu")
        assert "超期" in client.get(reverse("directory:site", args=[at.uid])).content.decode()
        assert "田秋菊" in client.get("/").content.decode()

    def test_a_new_site_the_next_day_starts_no_new_clock(self, cast: Cast) -> None:
        first, second = site(cast), site(cast, "云台水库项目部")
        post(cast, first, valid_to=days(90))
        moved = post(cast, second, valid_from=days(90))
        (stay,) = roll.stays([moved], NOW)
        assert stay.since == days(300)
        reunion(cast, second, happened_on=days(2), ends_on=NOW)
        (stay,) = roll.stays([moved], NOW)
        assert stay.is_away and not stay.is_due

    def test_only_what_is_proved_and_confirmed_counts_each_person_once(self, cast: Cast) -> None:
        at = site(cast)
        post(cast, at)
        first = reunion(cast, at)
        reunion(cast, at, kind="family_visit", happened_on=days(61), ends_on=days(61))

        year = days(60).year

        def figure_of() -> tuple[int, int]:
            tally.recount_all()
            found = counted("posted_reunion", cast.orgs["site"], year)
            return found.counted, found.claimed

        assert figure_of() == (0, 1)
        evidence.attach(first, upload(photo()), by=cast.actor("liu"))
        asked = evidence.ask(first, by=cast.actor("liu"), channel="slip")
        (slip,) = evidence.print_slips([asked.uid], by=cast.actor("city.auditor"))
        said = {"channel": "slip", "answer": "yes", "secret": slip.keys.token}
        evidence.confirm(slip.request.uid, by=ANONYMOUS, **said)
        assert figure_of() == (1, 1)

    def test_the_worker_reads_where_and_since_when(self, client: Client, cast: Cast) -> None:
        at = site(cast, contact="老周", contact_phone="13800000077")
        post(cast, at, "wang", by="city.officer")
        text = cast.login(client, "wang").get("/").content.decode()
        assert "青河隧道项目部" in text and "13800000077" in text and days(300).isoformat()[:4] in text
        assert client.get(reverse("directory:site", args=[at.uid])).status_code == 200


def test_head_counts_follow_the_postings_month_by_month(cast: Cast) -> None:
    at = site(cast, happened_on=days(100))
    post(cast, at, valid_from=days(100), valid_to=days(40))
    bring(cast, at, on=days(70))
    found = roll.heads(at, cast.actor("liu"), NOW)
    assert found[-1][1] == 1 and max(count for _month, count in found) == 2
    assert found[0][0].start <= days(100), "nothing before the opening"
    with pytest.raises(Refused):
        post(cast, at, "gao", by="city.officer", valid_from=days(101))
