"""From a saved entry to the changed scoreboard, over HTTP, on the demo's data.

Starts the production server on a copy of the demo's database, then, as one officer, records a new membership by
the form and fetches the scoreboard, which must show the recounted figure. Prints the median and the 95th
percentile in milliseconds beside their share of a full recount of the same database.

    zhijia demo --no-serve && python benchmarks/entry_to_scoreboard.py [ROUNDS]
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from zhijia.kernel.uid import uuid7

SERVER = [
    "--interface",
    "wsgi",
    "--host",
    "127.0.0.1",
    "--workers",
    "1",
    "--blocking-threads",
    "4",
    "--no-ws",
]
FORM = "/r/directory/membership/new/"
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def copy_of_demo(to: Path) -> Path:
    """The demo's data folder, copied, so that the demo itself stays as it was."""
    source = Path(os.environ.get("ZHIJIA_DATA", "var/demo"))
    if not (source / "zhijia.sqlite3").exists():
        sys.exit(f"no demo data in {source}: run `zhijia demo --no-serve` first")
    shutil.copytree(source, to, dirs_exist_ok=True)
    return to


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ZHIJIA_DATA"] = str(copy_of_demo(Path(folder) / "data"))
        os.environ["DJANGO_SETTINGS_MODULE"] = "zhijia.site.settings"
        os.environ["ZHIJIA_DEMO"] = "1"
        import django

        django.setup()
        port = free_port()
        command = [
            sys.executable,
            "-m",
            "granian",
            *SERVER,
            "--port",
            str(port),
            "zhijia.site.wsgi:application",
        ]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            measure(port)
        finally:
            server.terminate()
            server.wait()
    return 0


def measure(port: int) -> None:
    from zhijia.directory.models import Membership
    from zhijia.kernel.day import today
    from zhijia.tally import services as tally

    browser, org, people = ready(port)
    before = Membership.objects.filter(org=org).count()
    _status, page = browser.ask("GET", "/board/")
    shown, times = members_shown(page), []
    for number, person in enumerate(people, start=1):
        sent = {"uid": str(uuid7()), "org": str(org.uid), "person": str(person.uid), "join_kind": "new"}
        began = time.perf_counter()
        status, page = browser.ask("POST", FORM, sent | {"valid_from": today().isoformat()})
        assert status == 302, (status, re.findall(r"invalid-feedback[^>]*>([^<]+)", page))
        status, page = browser.ask("GET", "/board/")
        assert status == 200 and members_shown(page) == shown + number
        times.append((time.perf_counter() - began) * 1000)
    assert Membership.objects.filter(org=org).count() == before + len(people)
    assert tally.waiting() == 0 and tally.check() == []
    began = time.perf_counter()
    tally.recount_all()
    report(sorted(times), (time.perf_counter() - began) * 1000)


def members_shown(page: str) -> int:
    """The members the scoreboard counts in the union: the part of its membership rate."""
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.find("<main") :]))
    return int(re.search(r"职工入会率.*? ([\d,]+) / [\d,]+ ", words)[1].replace(",", ""))  # type: ignore[index]


def report(times: list[float], whole: float) -> None:
    middle, high = statistics.median(times), times[int(len(times) * 0.95) - 1]
    print(
        f"saved entry -> changed scoreboard over HTTP, {len(times)} rounds, one server worker, SQLite FULL sync"
    )
    print(f"  median {middle:.0f} ms, p95 {high:.0f} ms, worst {times[-1]:.0f} ms")
    print(f"  full recount of the same database {whole:.0f} ms; the p95 is {high / whole:.3f} of it")


def ready(port: int) -> tuple[Browser, Any, list[Any]]:
    """A logged-in officer, the union, and people on file there who are no members yet."""
    from django.test import Client

    from zhijia.directory.models import Person
    from zhijia.registry.services import add
    from zhijia.tally import services as tally
    from zhijia.tree.actor import SYSTEM, actor_of
    from zhijia.tree.models import Org, User

    user = User.objects.get(username="liu")
    org = Org.objects.get(pk=actor_of(user).seats[0].org_id)
    values = {"org": org, "id_kind": "resident", "no_id_reason": "not_told"}
    people = [
        add(Person.register, {**values, "name": f"测试{number:03}"}, by=SYSTEM) for number in range(ROUNDS)
    ]
    tally.ensure_today()
    tally.refresh()
    client = Client()
    client.force_login(user)
    return Browser(port, client.cookies["sessionid"].value), org, people


class Browser:
    """One kept connection with a session and its CSRF token."""

    def __init__(self, port: int, session: str):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookie, self.token = f"sessionid={session}", ""
        for _try in range(200):
            try:
                _status, page = self.ask("GET", FORM)
                break
            except OSError:
                time.sleep(0.1)
                self.connection.close()
        self.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]  # type: ignore[index]

    def ask(self, method: str, path: str, values: dict[str, str] | None = None) -> tuple[int, str]:
        body = urlencode({**values, "csrfmiddlewaretoken": self.token}) if values else None
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        if found := re.search(r"csrftoken=([^;]+)", answer.headers.get("Set-Cookie") or ""):
            self.cookie += f"; csrftoken={found[1]}"
        return answer.status, text


if __name__ == "__main__":
    sys.exit(main())
