"""Messages on their way: most have arrived, one number is dead, somebody left, the city words an invitation itself."""

from __future__ import annotations

from django.http import QueryDict

from zhijia.activities.models import Meeting
from zhijia.directory.models import Person
from zhijia.kernel.day import today
from zhijia.kernel.uid import uuid7
from zhijia.outbox import delivery, listening
from zhijia.outbox.models import Message
from zhijia.outbox.providers import Reply, Report
from zhijia.reach import leaving, wordings
from zhijia.reach import services as reach
from zhijia.reach.kinds import kind_of
from zhijia.reach.lists import sending
from zhijia.reach.lists.crowd import Crowd
from zhijia.reach.lists.plan import Plan
from zhijia.site.demo import cast
from zhijia.site.demo.places import CITY_CODE
from zhijia.tree.models import Org

WORDED = "【{union}】{name}同志：请于{day} {hour}到{place}参加“{title}”，凭手机现场扫码签到。退订回TD。"
LEFT = 3
INVITED = 12


def load() -> None:
    """Wording, invitations to a lecture and one who left; inside the build."""
    city, by = Org.objects.get(code=CITY_CODE), cast.acts("city.officer")
    kind = kind_of("meeting_invitation")
    if kind is None:
        raise RuntimeError("the invitation to a meeting is not known")
    wordings.change(city, kind, "zh-hans", WORDED, number=0, by=by)
    people = list(
        Person.objects.filter(user=None).exclude(phone="").select_related("org").order_by("pk")[:INVITED]
    )
    for person in people[:LEFT]:
        leaving.heard(Reply("sms", person.phone, "TD"))
    values = {
        "title": "职工法律知识讲座",
        "day": today().isoformat(),
        "hour": "14:30",
        "place": "职工之家三楼",
    }
    letters = [
        reach.Letter(
            kind,
            person.org,
            reach.To(phone=person.phone, person=person.uid),
            {**values, "union": person.org.name, "name": person.name},
            f"demo:lecture:{person.uid}",
        )
        for person in people
    ]
    silent = Person.objects.filter(phone="").select_related("org").order_by("pk").first()
    if silent is not None:
        to = reach.To(person=silent.uid)
        said = {**values, "union": silent.org.name, "name": silent.name}
        letters.append(reach.Letter(kind, silent.org, to, said, f"demo:lecture:{silent.uid}"))
    reach.send_many(letters)
    _to_a_list()


def _to_a_list() -> None:
    """The gas company's officer tells everybody called to a meeting to come earlier."""
    by = cast.acts("gas.officer")
    rows = Meeting.objects.filter(org__path__in=by.paths("officer"), state="planned").order_by("happened_on")
    meeting = next((one for one in rows if one.invitations.exists()), None)  # type: ignore[attr-defined]
    if meeting is None:
        return
    crowd = Crowd.of(by, "activities.invitation", QueryDict(f"of={meeting.uid}"))
    kind = kind_of("list_changed")
    if crowd is None or kind is None:
        raise RuntimeError("the people called to a meeting are not known")
    said = {"what": f"“{meeting.title}”提前半小时开始"[:60], "place": "工会办公室 87650000"}
    plan = Plan(crowd, kind, {**said, "day": meeting.happened_on.isoformat()})
    sending.send(plan, uid=uuid7(), seen=plan.digest, by=by)


def deliver() -> None:
    """What was written leaves, and the carrier says how it ended; after the build is committed."""
    while delivery.deliver_waiting().sent:
        pass
    sent = list(Message.objects.filter(state="sent").order_by("pk").values_list("receipt", flat=True))
    for number, receipt in enumerate(sent):
        if number % 40 == 7:
            listening.note(Report(receipt, False, "空号"))
        elif number % 10:
            listening.note(Report(receipt, True))
