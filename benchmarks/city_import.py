"""A whole city taken in through the pages by one officer: with 200 planted faults first, then mended.

Starts the production server and its worker on a new house that knows one city federation and one officer. Over HTTP
the officer logs in and takes in the lists of `city_lists.py` in their order: sends the faulty list, waits for the
look, downloads the workbook of faults, is refused, sends the mended list and takes it in; then once more, which must
change nothing. Printed for each list: rows, planted faults and those named, seconds; at the end the largest memory of
server and worker, what is on file against what was sent, and what `verify` and `recount --check` say.

    python benchmarks/city_import.py [UNIONS [MEMBERS]]        (5,000 and 500,000; DATABASE_URL for PostgreSQL)
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from city_lists import Listed, lists
from entry_to_scoreboard import free_port

SIZES = (5_000, 500_000)
WORD = "Lists-of-a-city-2026"
#: what the pages say of a list taken in before, and of one that was not taken in
KNOWN, REFUSED = "没有需要导入的内容", "没有保存"
#: seconds until a look or a taking-in must be over
PATIENCE = 7_200


class Officer:
    """One person's browser: a kept connection, cookies, the token of the last form."""

    def __init__(self, port: int):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        self.cookies = {"django_language": "zh-hans"}
        self.token = ""

    def ask(
        self, method: str, path: str, body: bytes | None = None, kind: str = ""
    ) -> tuple[int, str, bytes]:
        """Status, where it leads, and the body."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"Content-Type": kind} if kind else {}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        page = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and (one := re.match(r"([^=]+)=([^;]*)", value)):
                self.cookies[one[1]] = one[2]
        if found := re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page):
            self.token = found[1].decode()
        return answer.status, answer.getheader("Location") or "", page

    def send(self, path: str, values: dict[str, str]) -> tuple[int, str, bytes]:
        body = urlencode({**values, "csrfmiddlewaretoken": self.token}).encode()
        return self.ask("POST", path, body, "application/x-www-form-urlencoded")

    def upload(self, path: str, name: str, file: bytes) -> str:
        """Where a list sent by the form leads to."""
        self.ask("GET", path)
        edge = uuid4().hex
        head = (
            f'--{edge}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{self.token}\r\n'
        )
        head += f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + file + f"\r\n--{edge}--\r\n".encode()
        status, where, page = self.ask("POST", path, body, f"multipart/form-data; boundary={edge}")
        assert status == 302, (status, said(page))
        return where


def said(page: bytes) -> str:
    """The words of a page's main part."""
    text = page.decode(errors="replace")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text[text.find("<main") :]))[:600]


def headed(officer: Officer, where: str) -> str:
    """The preview's address, headings that no sheet knows left out."""
    if not where.endswith("/headings/"):
        return where
    _status, _where, page = officer.ask("GET", where)
    told = {}
    for name, options in re.findall(r'<select[^>]*name="(map_\d+)".*?>(.*?)</select>', page.decode(), re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        told[name] = chosen[1] if chosen else ""
    status, where, page = officer.send(where, told)
    assert status == 302, (status, said(page))
    return where


def waited(officer: Officer, where: str) -> tuple[str, bytes]:
    """The page an errand ends with, and its address."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        status, to, page = officer.ask("GET", where)
        if status == 302:
            where = to
        elif "/work/" not in where or b"hx-trigger" not in page:
            return where, page
        else:
            time.sleep(0.3)
    raise TimeoutError(where)


def named(officer: Officer, preview: str) -> dict[int, str]:
    """Line → what the workbook of faults says of it."""
    from python_calamine import load_workbook

    status, _where, file = officer.ask("GET", f"{preview}faults.xlsx")
    assert status == 200, (status, said(file))
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as kept:
        kept.write(file)
        kept.flush()
        rows = load_workbook(kept.name).get_sheet_by_index(0).to_python()
    return {int(cells[0]): f"{cells[1]}：{cells[2]}" for cells in rows[1:] if cells[0]}


def take(officer: Officer, one: Listed) -> tuple[float, float, list[str]]:
    """Seconds until the faults are told and until the mended list is in; what was wrong with the answers."""
    page = f"/r/{one.register}/import/"
    wrong, began = [], time.perf_counter()
    preview, _shown = waited(
        officer, headed(officer, officer.upload(page, f"{one.title}.xlsx", one.faulty()))
    )
    found = named(officer, preview)
    told = time.perf_counter() - began
    wrong += [f"line {line}: {kind} is not named" for line, kind in one.told.items() if line not in found]
    wrong += [f"line {line}: named without cause: {found[line]}" for line in found.keys() - one.told.keys()]
    officer.ask("GET", preview)
    status, _where, answer = officer.send(preview, {})
    if status != 422:
        wrong.append(f"faulty list answered {status}: {said(answer)}")
    began = time.perf_counter()
    _taken(officer, page, one, wrong)
    seconds = time.perf_counter() - began
    _taken(officer, page, one, wrong, again=True)
    return told, seconds, wrong


def _taken(officer: Officer, page: str, one: Listed, wrong: list[str], *, again: bool = False) -> None:
    """The mended list sent and taken in; sent again it says so and changes nothing."""
    where = officer.upload(page, f"{one.title}.xlsx", one.mended())
    preview, shown = waited(officer, headed(officer, where))
    if again:
        wrong += [] if KNOWN in said(shown) else [f"the same list again: {said(shown)}"]
        return
    status, where, answer = officer.send(preview, {})
    if status == 302:
        _where, answer = waited(officer, where)
    if status != 302 or REFUSED in said(answer):
        wrong.append(f"mended list answered {status}: {said(answer)}")


def house() -> None:
    """A city federation and its officer, nothing else."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from datetime import date

    from zhijia.kernel.day import today
    from zhijia.tally import services as tally
    from zhijia.tree import services as tree
    from zhijia.tree.kinds import OrgKind
    from zhijia.tree.models import Post, User

    since = date(2005, 1, 1)
    city = tree.found(code="YC00", name="云川市总工会", kind=OrgKind.MUNICIPAL, parent=None, opened_on=since)
    officer = User.objects.create_user(username="city.officer", password=WORD, name="云川市干部")
    Post.objects.create(user=officer, org=city, role="officer", valid_from=date(2016, 1, 1))
    tally.ensure_year(today().year)
    tally.ensure_today()


def logged_in(port: int) -> Officer:
    officer = Officer(port)
    for _try in range(300):
        try:
            officer.ask("GET", "/accounts/login/")
            break
        except OSError:
            officer.connection.close()
            time.sleep(0.2)
    status, where, page = officer.send("/accounts/login/", {"login": "city.officer", "password": WORD})
    assert status == 302, (status, where, said(page))
    return officer


def largest(pid: int) -> dict[str, int]:
    """The most memory each process below `pid` has held so far, in MB."""
    found = {}
    for place in Path("/proc").glob("[0-9]*/status"):
        try:
            told = dict(line.split(":", 1) for line in place.read_text().splitlines() if ":" in line)
            words = (place.parent / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue
        if os.getpgid(int(place.parent.name)) == pid and "VmHWM" in told:
            name = "worker" if "site.worker" in words else "server" if "granian" in words else "other"
            found[name] = max(found.get(name, 0), int(told["VmHWM"].split()[0]) // 1024)
    return found


def on_file() -> str:
    from zhijia.directory.models import Coverage, Membership, Person, Tenure, Union, Unit
    from zhijia.tally import services as tally

    tally.refresh()
    kinds = (Union, Unit, Coverage, Person, Membership, Tenure)
    return ", ".join(f"{kind._meta.verbose_name_plural} {kind.objects.count():,}" for kind in kinds)  # type: ignore[attr-defined]


def main() -> int:
    sizes = [int(word) for word in sys.argv[1:3]] or list(SIZES)
    with tempfile.TemporaryDirectory(prefix="zhijia-lists") as folder:
        os.environ.setdefault("ZHIJIA_DATA", folder)
        os.environ |= {"ZHIJIA_DEMO": "1", "DJANGO_SETTINGS_MODULE": "zhijia.site.settings"}
        house()
        port = free_port()
        command = [sys.executable, "-m", "zhijia.site.command", "serve", "--port", str(port)]
        server = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            faults = through_the_pages(port, *sizes)
            print(f"  most memory (MB): {largest(server.pid)}")
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait()
        print(f"  on file: {on_file()}")
        for words in (["verify"], ["recount", "--check"]):
            done = subprocess.run(
                [sys.executable, "-m", "zhijia.site.command", *words], capture_output=True, text=True
            )
            print(f"  {' '.join(words)}: exit {done.returncode}; {done.stdout.strip().splitlines()[-1:]}")
            faults += done.returncode
    return int(faults > 0)


def through_the_pages(port: int, unions: int, members: int) -> int:
    """How many answers were wrong; a line for each list."""
    officer, faults, began = logged_in(port), 0, time.perf_counter()
    planted = rows = 0
    for one in lists(unions, members):
        told, seconds, wrong = take(officer, one)
        planted, rows, faults = planted + len(one.told), rows + len(one.rows), faults + len(wrong)
        rate = f"taken in in {seconds:.0f} s ({len(one.rows) / seconds:,.0f} rows/s)"
        print(
            f"  {one.title}: {len(one.rows):,} rows, {len(one.told)} faults told in {told:.0f} s, {rate}",
            flush=True,
        )
        for line in wrong[:10]:
            print(f"    {line}", flush=True)
    print(
        f"  {rows:,} rows, {planted} planted faults, {faults} wrong answers, {time.perf_counter() - began:.0f} s in all"
    )
    return faults


if __name__ == "__main__":
    sys.exit(main())
