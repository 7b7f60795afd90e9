"""Pages a second: the scoreboard and a list of 50 rows beside a bare Django page and beside Tryton's `search_read`.

On a copy of the demo's (or the city's) data, each under the same production server with one worker, asked by the
same client over four kept connections, taken in turn. The bare page of the same server has no session, no rights and
no layout: one query of the same 50 rows put into a table by a template. Tryton, when it is installed (`pip install
trytond trytond_party` in an environment of its own), answers `party.party.search_read` of 50 parties out of as many
as the list has rows, at most 20,000.

    zhijia demo --no-serve && TRYTON_PYTHON=/path/to/tryton/bin/python python benchmarks/pages.py [SECONDS]
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from entry_to_scoreboard import SERVER, copy_of_demo, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 8.0
ROUNDS, CONNECTIONS = 3, 4
LIST, BOARD = "/r/directory/membership/", "/board/"


@contextmanager
def served(python: str, application: str, environment: dict[str, str]) -> Iterator[int]:
    """The port of the application under one worker of the production server."""
    port = free_port()
    command = [python, "-m", "granian", *SERVER, "--port", str(port), application]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, env={**os.environ, **environment}, stdout=quiet, stderr=quiet)
    try:
        yield port
    finally:
        server.terminate()
        server.wait()


class Load:
    """Four kept connections that ask for the same thing for some seconds."""

    def __init__(
        self, port: int, method: str, path: str, headers: dict[str, str], body: str | None, sign: str
    ):
        self.asked = (method, path, body, headers)
        self.port, self.sign = port, sign.encode()
        self.times: list[float] = []

    def once(self, connection: http.client.HTTPConnection) -> None:
        connection.request(*self.asked)
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status == 200 and self.sign in text, (answer.status, text[:300])

    def ready(self) -> None:
        for attempt in range(300):
            try:
                return self.once(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60))
            except OSError:
                if attempt == 299:
                    raise
                time.sleep(0.1)

    def work(self, until: float) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while (began := time.perf_counter()) < until:
            self.once(connection)
            self.times.append(time.perf_counter() - began)

    def run(self) -> None:
        until = time.perf_counter() + SECONDS
        threads = [threading.Thread(target=self.work, args=(until,)) for _ in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    @property
    def rate(self) -> float:
        return len(self.times) / (SECONDS * ROUNDS)

    @property
    def high(self) -> float:
        """The 99th percentile, milliseconds."""
        return sorted(self.times)[int(len(self.times) * 0.99) - 1] * 1000


def prepared() -> tuple[dict[str, str], int]:
    """The cookie of the highest officer and the number of memberships there, the figures of today counted."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from zhijia.directory.models import Membership
    from zhijia.tally import services as tally
    from zhijia.tree.actor import actor_of
    from zhijia.tree.models import User

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    tally.ensure_today()
    tally.refresh()
    officers = User.objects.filter(username__in=("city.officer", "liu"))
    client = Client()
    client.force_login(min(officers, key=lambda user: len(actor_of(user).seats[0].path)))
    return {"Cookie": f"sessionid={client.cookies['sessionid'].value}"}, Membership.objects.count()


def parties(folder: str, count: int) -> tuple[str, dict[str, str]] | None:
    """Tryton's interpreter and environment with that many parties, None where it is not installed."""
    if not (python := os.environ.get("TRYTON_PYTHON")):
        return None
    environment = {"TRYTON_FOLDER": folder, "PYTHONPATH": str(HERE)}
    made = subprocess.run(
        [python, "-m", "peer_tryton", str(count)], env={**os.environ, **environment}, check=False
    )
    return (python, environment) if made.returncode == 0 else None


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ZHIJIA_DATA"] = str(copy_of_demo(Path(folder) / "data"))
        os.environ["DJANGO_SETTINGS_MODULE"] = "zhijia.site.settings"
        os.environ["ZHIJIA_DEMO"] = "1"
        cookie, rows = prepared()
        here = {"PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])}
        peer = parties(folder, min(rows, 20_000))
        with (
            served(sys.executable, "zhijia.site.wsgi:application", {}) as ours,
            served(sys.executable, "peer_bare:application", here) as bare,
        ):
            loads = {
                "scoreboard": Load(ours, "GET", BOARD, cookie, None, "<main"),
                "list of 50 rows": Load(ours, "GET", LIST, cookie, None, "<main"),
                "bare Django page of the same 50 rows": Load(bare, "GET", "/", {}, None, "</table>"),
                "bare Django page without a query": Load(bare, "GET", "/empty", {}, None, "</html>"),
            }
            if peer is None:
                measure(loads)
            else:
                with served(peer[0], "peer_tryton:application", peer[1]) as other:
                    loads["Tryton search_read of 50 parties"] = tryton(other, folder)
                    measure(loads)
    return 0


def tryton(port: int, folder: str) -> Load:
    headers = {"Content-Type": "application/json", "Authorization": (Path(folder) / "session").read_text()}
    body = (Path(folder) / "question").read_text()
    return Load(port, "POST", "/bench/", headers, body, '"name"')


def measure(loads: dict[str, Load]) -> None:
    for load in loads.values():
        load.ready()
    for _round in range(ROUNDS):
        for load in loads.values():
            load.run()
    print(f"one worker, {CONNECTIONS} connections, {ROUNDS} rounds of {SECONDS:g} s in turn")
    for name, load in loads.items():
        ratios = [
            f"{load.rate / other.rate:.2f} of {peer}"
            for peer, other in loads.items()
            if peer[0] in "bT" and name[0] in "sl"
        ]
        print(f"  {name}: {load.rate:.0f} requests/s, p99 {load.high:.0f} ms  {'; '.join(ratios)}")


if __name__ == "__main__":
    sys.exit(main())
