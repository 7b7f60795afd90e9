"""Providers over HTTP: a gateway for text messages, and the template messages of a WeChat official account."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from zhijia.outbox.letters import Letter
from zhijia.outbox.providers import Reply, Report, Undeliverable, told

#: seconds one call may take; far below the lease of a message
PATIENCE = 10
LARGEST = 256 * 1024
HERE = ("127.0.0.1", "::1", "localhost")
#: answers after which no further try can help: the letter itself is refused
REFUSALS = (400, 404, 410, 413, 422)


class NotReached(Exception):
    """The other side did not answer as it should; the letter is tried again later."""


class _Stay(HTTPRedirectHandler):
    """Follows nothing: only the address of the settings is ever called."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def configured(channel: str, *names: str) -> dict[str, str]:
    """The values of OUTBOX_HTTP for a channel; raises ImproperlyConfigured when one is missing or unsafe."""
    found: dict[str, str] = dict(getattr(settings, "OUTBOX_HTTP", {}).get(channel, {}))
    for name in names:
        if not found.get(name):
            raise ImproperlyConfigured(f"OUTBOX_HTTP gives no {name!r} for {channel!r}.")
    for name in ("url", "reports"):
        if found.get(name):
            _safe(channel, name, found[name])
    return found


def _safe(channel: str, name: str, url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    # in clear only to a gateway on this very machine
    if parts.scheme != "http" or parts.hostname not in HERE:
        raise ImproperlyConfigured(f"OUTBOX_HTTP: {name!r} of {channel!r} begins with https://.")


def call(url: str, given: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None) -> bytes:
    """What an address of the settings answers; raises Undeliverable when it refuses, NotReached else."""
    body = None if given is None else json.dumps(given, ensure_ascii=False).encode()
    asked = Request(url, data=body, headers={"Content-Type": "application/json", **(headers or {})})
    proxies = [ProxyHandler({})] if urlsplit(url).hostname in HERE else []
    try:
        with build_opener(_Stay, *proxies).open(asked, timeout=PATIENCE) as answer:
            content: bytes = answer.read(LARGEST + 1)
    except HTTPError as fault:
        with fault:
            if fault.code in REFUSALS:
                raise Undeliverable(_reason(fault.read(LARGEST)) or f"HTTP {fault.code}") from fault
        raise NotReached(f"HTTP {fault.code}") from fault
    except (URLError, TimeoutError, OSError) as fault:
        # the address may hold a key: only the kind of fault is told
        raise NotReached(type(getattr(fault, "reason", fault)).__name__) from fault
    if len(content) > LARGEST:
        raise NotReached("the answer is too long")
    return content


def _reason(content: bytes) -> str:
    try:
        return str(json.loads(content).get("reason", ""))[:200]
    except (ValueError, AttributeError):
        return ""


def _object(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError as fault:
        raise NotReached("the answer is no JSON") from fault
    if not isinstance(found, dict):
        raise NotReached("the answer is no JSON object")
    return found


class SmsGateway:
    """Posts {"id", "to", "text"} with the secret as bearer; takes {"receipt"}; asks `reports` what came back."""

    def __init__(self) -> None:
        self.given = configured("sms", "url", "secret")

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.given['secret']}"}

    def send(self, letter: Letter) -> str:
        headers = {**self._headers, "Idempotency-Key": quote(letter.effect_key)}
        said = {"id": letter.effect_key, "to": letter.to, "text": letter.body}
        receipt = _object(call(self.given["url"], said, headers)).get("receipt")
        if not receipt:
            raise NotReached("the answer names no receipt")
        return str(receipt)

    def heard(self, channel: str) -> Iterator[Report | Reply]:
        """One JSON object a line, as the file provider reads them; the gateway gives each line once."""
        if not self.given.get("reports"):
            return
        try:
            content = call(self.given["reports"], headers=self._headers)
        except (NotReached, Undeliverable):
            return
        for line in content.decode(errors="replace").splitlines():
            if (one := told(channel, line)) is not None:
                yield one


class WeChatAccount:
    """Template messages of an official account: a token by app and secret, then one call a letter."""

    #: what WeChat says of somebody who cannot be written to, and of a template that is none
    NEVER: ClassVar = {
        40003: "not a follower",
        43004: "not a follower",
        40037: "no such template",
        47003: "fields",
    }
    #: of a token that is no longer good
    ANEW: ClassVar = (40001, 40014, 42001)
    _tokens: ClassVar[dict[str, tuple[str, float]]] = {}

    def __init__(self) -> None:
        self.given = configured("wechat", "app", "secret", "url")

    def send(self, letter: Letter) -> str:
        try:
            said = {**json.loads(letter.body), "touser": letter.to, "client_msg_id": letter.uid.hex}
        except ValueError as fault:
            raise Undeliverable("no template message") from fault
        answer = self._posted(said)
        if answer.get("errcode") in self.ANEW:
            self._tokens.pop(self.given["app"], None)
            answer = self._posted(said)
        code = answer.get("errcode", 0)
        if code in self.NEVER:
            raise Undeliverable(f"WeChat {code}: {self.NEVER[code]}")
        if code:
            raise NotReached(f"WeChat {code}")
        return f"wechat:{answer.get('msgid', letter.uid)}"

    def _posted(self, said: Mapping[str, Any]) -> dict[str, Any]:
        query = urlencode({"access_token": self._token()})
        return _object(call(f"{self.given['url']}/cgi-bin/message/template/send?{query}", said))

    def _token(self) -> str:
        app = self.given["app"]
        token, until = self._tokens.get(app, ("", 0.0))
        if not token or until < time.monotonic():
            asked = {"grant_type": "client_credential", "appid": app, "secret": self.given["secret"]}
            answer = _object(call(f"{self.given['url']}/cgi-bin/token?{urlencode(asked)}"))
            token = str(answer.get("access_token", ""))
            if not token:
                raise NotReached(f"WeChat {answer.get('errcode', 'gave no token')}")
            # a minute early, so that none runs out on its way
            until = time.monotonic() + max(60, int(answer.get("expires_in", 7200)) - 60)
            self._tokens[app] = token, until
        return token
