"""Members come and go: applications, transfers with two consents, notices, lapses, and who is told."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast, id_number
from zhijia.directory import services
from zhijia.directory.answering import DAYS, answer_by
from zhijia.directory.models import Application, Leaving, Membership, Person, Transfer
from zhijia.kernel.day import today
from zhijia.outbox.letters import letter_of
from zhijia.outbox.models import Message
from zhijia.registry.errors import Forbidden, Refused
from zhijia.registry.services import add, move

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(cast: Cast) -> Person:
    """Somebody on file at the gas company with an account (that of the stranger) and no membership."""
    values = {
        "org": cast.orgs["gas"],
        "name": "马东来",
        "id_number": id_number(today().replace(year=1996, day=1), 7),
        "phone": "13900007777",
    }
    person = add(Person.register, values, by=cast.actor("gas.officer"))
    return services.give_account(person, cast.users["stranger"], by=cast.actor("gas.officer"))


def applied(cast: Cast, union: str = "gas", **more: Any) -> Application:
    return services.apply_for(cast.orgs[union], by=cast.actor("stranger"), workplace="抢修班", **more)


def approved(cast: Cast, application: Application, by: str = "gas.officer") -> Any:
    return move(
        application,
        "approve",
        by=cast.actor(by),
        version=application.version,
        values={"admitted_on": today()},
    )


def texts() -> list[str]:
    return [letter_of(message).body for message in Message.objects.order_by("pk")]


def held(person: Person) -> Membership:
    return Membership.objects.get(person=person, valid_to=None)


class TestApplying:
    @pytest.mark.parametrize("by", ["gas.officer", "gas.chair", "river.officer"])
    def test_the_union_admits_and_the_person_is_told_and_asked(
        self, cast: Cast, newcomer: Person, by: str
    ) -> None:
        done = approved(cast, applied(cast), by)
        assert done.state == "admitted"
        membership = held(newcomer)
        assert (membership.org, membership.valid_from, membership.join_kind) == (
            cast.orgs["gas"],
            today(),
            "new",
        )
        assert membership.confirmed_at is None
        said = texts()
        assert any("/c/" in text for text in said), "asked by a link only the person has"
        assert any("入会" in text and "/c/" not in text for text in said), "told of the admission"

    def test_the_record_goes_to_the_union_that_admits(self, cast: Cast, newcomer: Person) -> None:
        application = applied(cast, "farm")
        assert Person.register.visible(cast.actor("farm.officer")).filter(pk=newcomer.pk).exists()
        approved(cast, application, "farm.officer")
        newcomer.refresh_from_db()
        assert newcomer.org == cast.orgs["farm"] and newcomer.path == cast.orgs["farm"].path

    def test_a_refused_applicant_is_seen_no_more(self, cast: Cast, newcomer: Person) -> None:
        application = applied(cast, "farm")
        move(application, "refuse", by=cast.actor("farm.officer"), version=1, reason="不在本单位工作")
        assert not Person.register.visible(cast.actor("farm.officer")).filter(pk=newcomer.pk).exists()
        assert not Membership.objects.filter(person=newcomer).exists()

    def test_one_application_at_a_time_and_the_same_form_twice_is_one(
        self, cast: Cast, newcomer: Person
    ) -> None:
        uid = uuid.uuid4()
        assert applied(cast, uid=uid) == applied(cast, uid=uid)
        with pytest.raises(Refused):
            applied(cast, "farm")
        assert Application.objects.filter(person=newcomer).count() == 1

    def test_nobody_is_admitted_before_applying_or_twice(self, cast: Cast, newcomer: Person) -> None:
        application = applied(cast)
        early = {"admitted_on": today() - timedelta(days=1)}
        with pytest.raises(Refused):
            move(application, "approve", by=cast.actor("gas.officer"), version=1, values=early)
        approved(cast, application)
        again = approved(cast, Application.objects.get(pk=application.pk))
        assert again.state == "admitted" and Membership.objects.filter(person=newcomer).count() == 1

    def test_the_union_of_an_older_membership_is_not_named(self, cast: Cast, newcomer: Person) -> None:
        application = applied(cast)
        Application.objects.update(happened_on=today() - timedelta(days=9))
        by = cast.actor("city.officer")
        older = services.join(newcomer, union=cast.orgs["mill"], on=today() - timedelta(days=90), by=by)
        services.leave(older, on=today(), kind="left_job", by=by)
        with pytest.raises(Refused) as caught:
            move(
                Application.objects.get(pk=application.pk),
                "approve",
                by=cast.actor("gas.officer"),
                version=1,
                values={"admitted_on": today() - timedelta(days=5)},
            )
        assert cast.orgs["mill"].name not in str(caught.value.messages)
        assert not Membership.objects.filter(person=newcomer, valid_to=None).exists()

    def test_a_member_applies_nowhere(self, cast: Cast) -> None:
        with pytest.raises(Refused):
            services.apply_for(cast.orgs["farm"], by=cast.actor("wang"), workplace="农场")

    def test_officers_of_other_unions_do_not_decide(self, cast: Cast, newcomer: Person) -> None:
        with pytest.raises(Forbidden):
            approved(cast, applied(cast), "mill.officer")

    def test_somebody_without_a_record_has_no_page(self, cast: Cast, client: Any) -> None:
        browser = cast.login(client, "stranger")
        for name in ("find", "card", "notice"):
            assert browser.get(reverse(f"directory:{name}")).status_code == 404


class TestGoingOver:
    def wish(self, cast: Cast, to: str = "farm") -> Transfer:
        return services.ask_transfer(cast.orgs[to], by=cast.actor("wang"), note="换了工作")

    def step(self, cast: Cast, transfer: Transfer, key: str, by: str, **values: Any) -> Any:
        fresh = Transfer.objects.get(pk=transfer.pk)
        return move(fresh, key, by=cast.actor(by), version=fresh.version, values=values)

    @pytest.mark.parametrize(
        ("first", "by", "second", "then_by"),
        [
            ("release", "gas.officer", "accept_and_move", "farm.officer"),
            ("accept", "farm.officer", "release_and_move", "gas.chair"),
        ],
    )
    def test_both_unions_agree_in_either_order(
        self, cast: Cast, first: str, by: str, second: str, then_by: str
    ) -> None:
        transfer = self.wish(cast)
        self.step(cast, transfer, first, by)
        assert held(cast.people["wang"]).org == cast.orgs["gas"]
        done = self.step(cast, transfer, second, then_by, moved_on=today())
        now = held(cast.people["wang"])
        old = Membership.objects.get(person=cast.people["wang"], valid_to=today())
        assert done.state == "done" and now.org == cast.orgs["farm"] and now.valid_from == old.valid_to
        assert now.join_kind == old.left_kind == "transferred"
        assert any("/c/" in text for text in texts()), "the membership there is confirmed anew"

    def test_neither_side_agrees_for_the_other(self, cast: Cast) -> None:
        transfer = self.wish(cast)
        for key, by in (("accept", "gas.officer"), ("release", "farm.officer"), ("release", "mill.officer")):
            with pytest.raises(Forbidden):
                self.step(cast, transfer, key, by)
        self.step(cast, transfer, "release", "gas.officer")
        with pytest.raises(Forbidden):
            self.step(cast, transfer, "accept_and_move", "gas.officer", moved_on=today())

    def test_one_who_has_left_meanwhile_stays_away(self, cast: Cast) -> None:
        transfer = self.wish(cast)
        self.step(cast, transfer, "release", "gas.officer")
        services.leave(held(cast.people["wang"]), on=today(), kind="retired", by=cast.actor("gas.officer"))
        with pytest.raises(Refused):
            self.step(cast, transfer, "accept_and_move", "farm.officer", moved_on=today())
        assert not Membership.objects.filter(person=cast.people["wang"], valid_to=None).exists()
        assert Transfer.objects.get().state == "released"

    def test_one_transfer_at_a_time_and_not_to_where_one_is(self, cast: Cast) -> None:
        self.wish(cast)
        for to in ("farm", "gas", "river"):
            with pytest.raises(Refused):
                self.wish(cast, to)

    def test_a_union_asks_for_whom_it_knows_by_name_and_number(self, cast: Cast) -> None:
        gao = cast.people["gao"]
        by, to = cast.actor("farm.officer"), cast.orgs["farm"]
        made = services.fetch_member(gao.name, gao.id_number, to=to, by=by)
        assert (made.state, made.org, made.to) == ("accepted", cast.orgs["gas"], to)

    @pytest.mark.parametrize("name", ["高某某", "田秋菊", ""])
    def test_a_wrong_name_finds_nobody_and_says_the_same(self, cast: Cast, name: str) -> None:
        said = set()
        for number in (cast.people["gao"].id_number, id_number(today().replace(year=1990, day=2), 9)):
            with pytest.raises(Refused) as caught:
                services.fetch_member(name, number, to=cast.orgs["farm"], by=cast.actor("farm.officer"))
            said.add(str(caught.value.messages))
        assert len(said) == 1 and not Transfer.objects.exists()

    def test_nobody_fetches_for_a_union_that_is_not_theirs(self, cast: Cast, client: Any) -> None:
        gao = cast.people["gao"]
        with pytest.raises(Forbidden):
            services.fetch_member(
                gao.name, gao.id_number, to=cast.orgs["farm"], by=cast.actor("mill.officer")
            )
        sent = {"to": cast.orgs["farm"].uid, "name": gao.name, "number": gao.id_number}
        answer = cast.login(client, "mill.officer").post(reverse("directory:fetch"), sent)
        assert answer.status_code == 422 and not Transfer.objects.exists()

    def test_the_desk_of_the_new_union_says_whose_turn_it_is(self, cast: Cast, client: Any) -> None:
        transfer = self.wish(cast)
        self.step(cast, transfer, "release", "gas.officer")
        page = reverse("registry:detail", args=["directory", "transfer", transfer.uid])
        for by, waits in (("farm.officer", True), ("gas.officer", False), ("mill.officer", False)):
            answer = cast.login(client, by).get("/").content.decode()
            assert (page in answer) is waits, by


class TestLeaving:
    def test_a_notice_is_declared_and_ends_the_membership(self, cast: Cast) -> None:
        notice = services.give_notice(by=cast.actor("wang"), note="迁往外省")
        values = {"left_on": today()}
        done = move(notice, "declare", by=cast.actor("gas.chair"), version=1, values=values)
        left = Membership.objects.get(person=cast.people["wang"])
        assert done.state == "declared" and (left.valid_to, left.left_kind) == (today(), "resigned")
        assert any("不再是会员" in text for text in texts())

    def test_a_notice_cannot_be_refused_by_the_union_and_is_given_once(self, cast: Cast) -> None:
        services.give_notice(by=cast.actor("wang"))
        assert [step.key for step in Leaving.register.flow.moves] == ["declare", "withdraw"]
        with pytest.raises(Refused):
            services.give_notice(by=cast.actor("wang"))

    def test_a_lapse_is_explained_and_not_sudden(self, cast: Cast) -> None:
        by, membership = cast.actor("gas.officer"), cast.memberships["gao"]
        for reason in ("", "没交"):
            with pytest.raises(Refused):
                services.leave(membership, on=today(), kind="lapsed", by=by, reason=reason)
        why = "去年十月起未交会费，今年三月劝说过。"
        left = services.leave(membership, on=today(), kind="lapsed", by=by, reason=why)
        assert left.left_kind == "lapsed"
        assert any("自动退会" in text for text in texts())

    def test_one_who_joined_lately_does_not_lapse(self, cast: Cast, newcomer: Person) -> None:
        approved(cast, applied(cast))
        Membership.objects.filter(person=newcomer).update(valid_from=today() - timedelta(days=100))
        with pytest.raises(Refused):
            services.leave(
                held(newcomer),
                on=today(),
                kind="lapsed",
                by=cast.actor("gas.officer"),
                reason="三个月未交会费，劝说过。",
            )


def test_an_answer_is_due_a_fortnight_after_the_asking_or_as_the_house_says(settings: Any) -> None:
    assert answer_by(today()) == today() + timedelta(days=DAYS)
    settings.MEMBERSHIP_ANSWER_DAYS = 5
    assert answer_by(today()) == today() + timedelta(days=5)


class TestPages:
    def test_a_worker_applies_from_the_telephone(self, cast: Cast, newcomer: Person, client: Any) -> None:
        browser = cast.login(client, "stranger")
        assert reverse("directory:find") in browser.get("/").content.decode()
        found = browser.get(reverse("directory:find"), {"q": "燃气"})
        address = reverse("directory:join", args=[cast.orgs["gas"].uid])
        assert address in found.content.decode()
        empty = browser.post(address, {"note": "盼早日答复"})
        assert empty.status_code == 422 and "盼早日答复" in empty.content.decode()
        sent = {"workplace": "抢修班", "willing": "on"}
        assert browser.post(address, sent).status_code == 302
        assert browser.post(address, sent).status_code == 422, "applied already"
        assert "抢修班" in Application.objects.get().workplace
        assert "入会申请" in browser.get("/", headers={"accept-language": "zh-hans"}).content.decode()

    def test_federations_and_closed_unions_take_nobody(
        self, cast: Cast, newcomer: Person, client: Any
    ) -> None:
        browser = cast.login(client, "stranger")
        address = reverse("directory:join", args=[cast.orgs["river"].uid])
        assert browser.get(address).status_code == browser.post(address).status_code == 404
        assert "临江县总工会" not in browser.get(reverse("directory:find"), {"q": "临江县"}).content.decode()
