"""Letters over HTTP: a fake carrier on this machine takes, refuses, stumbles; no other address is ever called."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from zhijia.outbox import delivery, gateways, listening, services
from zhijia.outbox.models import Message
from zhijia.outbox.providers import provider_for

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = "13800138000"


class Carrier(ThreadingHTTPServer):
    """Answers as it is told, in order, and keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        self.answers: list[tuple[int, Any]] = []
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        super().__init__(("127.0.0.1", 0), Answering)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answering(BaseHTTPRequestHandler):
    server: Carrier

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append((self.path, dict(self.headers), json.loads(body) if body else None))
        code, said = self.server.answers.pop(0)
        self.send_response(code)
        if code == 302:
            self.send_header("Location", f"{self.server.url}/elsewhere")
        self.end_headers()
        self.wfile.write(said.encode() if isinstance(said, str) else json.dumps(said).encode())

    do_GET = do_POST

    def log_message(self, *args: Any) -> None:
        return None


@pytest.fixture
def carrier(settings: Any) -> Iterator[Carrier]:
    server = Carrier()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.OUTBOX_PROVIDERS = {
        "sms": "zhijia.outbox.gateways.SmsGateway",
        "wechat": "zhijia.outbox.gateways.WeChatAccount",
    }
    settings.OUTBOX_HTTP = {
        "sms": {"url": f"{server.url}/sms", "secret": "s3cret", "reports": f"{server.url}/back"},
        "wechat": {"url": server.url, "app": f"app{server.server_port}", "secret": "wx"},
    }
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def written(number: int = 1, channel: str = "sms", to: str = PHONE, body: str = "你好") -> Message:
    return services.send(channel=channel, to=to, body=body, effect_key=f"gate:{channel}:{number}")


def now(message: Message) -> Message:
    message.refresh_from_db()
    return message


def test_a_text_message_is_taken_and_later_told_to_have_arrived(carrier: Carrier) -> None:
    one = written()
    carrier.answers = [
        (200, {"receipt": "r-1"}),
        (200, '{"receipt": "r-1", "arrived": true}\nrubbish\n{"from": "x", "text": "TD"}\n'),
    ]
    assert delivery.deliver_waiting().sent == 1
    path, headers, said = carrier.asked[0]
    assert (path, headers["Authorization"]) == ("/sms", "Bearer s3cret")
    assert said == {"id": "gate:sms:1", "to": PHONE, "text": "你好"}
    assert headers["Idempotency-Key"] == "gate%3Asms%3A1"
    assert listening.listen() == 2
    assert now(one).state == "arrived"


@pytest.mark.parametrize(
    ("code", "said", "state", "error"),
    [
        (422, {"reason": f"{PHONE} is no number"}, "failed", "is no number"),
        (503, "down", "waiting", "NotReached: HTTP 503"),
        (401, "", "waiting", "NotReached: HTTP 401"),
        (302, "", "waiting", "NotReached: HTTP 302"),
        (200, "no json", "waiting", "no JSON"),
        (200, {}, "waiting", "no receipt"),
        (200, "x" * (gateways.LARGEST + 1), "waiting", "too long"),
    ],
)
def test_what_the_carrier_refuses_fails_and_all_else_is_tried_again(
    carrier: Carrier, code: int, said: Any, state: str, error: str
) -> None:
    one = written()
    carrier.answers = [(code, said)]
    delivery.deliver_waiting()
    assert now(one).state == state and error in one.last_error
    assert PHONE not in one.last_error and len(carrier.asked) == 1, "nothing is followed elsewhere"
    assert (one.next_try_at > one.created_at) == (state == "waiting")


def test_wechat_asks_for_a_token_once_and_anew_when_it_ran_out(carrier: Carrier) -> None:
    body = json.dumps({"template_id": "TEMPLATE-1", "data": {"k": {"value": "v"}}})
    rows = [written(number, "wechat", "open-id-1", body) for number in (1, 2, 3)]
    carrier.answers = [
        (200, {"access_token": "t1", "expires_in": 7200}),
        (200, {"errcode": 0, "msgid": 7}),
        (200, {"errcode": 42001}),
        (200, {"access_token": "t2", "expires_in": 7200}),
        (200, {"errcode": 0, "msgid": 8}),
        (200, {"errcode": 43004}),
    ]
    outcome = delivery.deliver_waiting()
    assert (outcome.sent, outcome.failed) == (2, 1)
    assert [now(one).state for one in rows] == ["sent", "sent", "failed"]
    assert rows[2].last_error == "Undeliverable: WeChat 43004: not a follower"
    tokens = [path.split("access_token=")[1] for path, _headers, _said in carrier.asked if "send" in path]
    assert tokens == ["t1", "t1", "t2", "t2"]
    assert carrier.asked[1][2]["touser"] == "open-id-1"
    assert not any("wx" in one.last_error or "t2" in one.last_error for one in rows)


def test_a_carrier_that_is_away_is_tried_again(carrier: Carrier, settings: Any) -> None:
    settings.OUTBOX_HTTP = {"sms": {"url": "http://127.0.0.1:9/", "secret": "s"}}
    one = written()
    delivery.deliver_waiting()
    assert (now(one).state, one.last_error) == ("waiting", "NotReached: ConnectionRefusedError")


@pytest.mark.parametrize("url", ["http://carrier.example/", "file:///etc/passwd", "ftp://127.0.0.1/", ""])
def test_only_https_or_this_machine_is_called(carrier: Carrier, settings: Any, url: str) -> None:
    settings.OUTBOX_HTTP = {"sms": {"url": url, "secret": "s"}}
    with pytest.raises(ImproperlyConfigured):
        provider_for("sms")
