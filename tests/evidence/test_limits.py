"""Uploads are cut while they arrive, wrong tries are counted by network, addresses are told by proxies only."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.test import RequestFactory

from tests.evidence import pictures
from zhijia.evidence import throttle, uploads
from zhijia.evidence.models import Guesses


@pytest.mark.parametrize("sent", [10, 99, 100, 101, 5_000, 300_000])
def test_no_more_of_a_file_is_kept_than_a_page_could_take(monkeypatch: pytest.MonkeyPatch, sent: int) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 100)
    request = RequestFactory().post("/", {"files": pictures.upload(b"x" * sent), "after": "word"})
    request.upload_handlers = [
        uploads.SizeLimit(request),
        MemoryFileUploadHandler(request),
        TemporaryFileUploadHandler(request),
    ]
    kept = request.FILES["files"].read()
    assert kept == b"x" * min(sent, 101)
    assert request.POST["after"] == "word"


@pytest.mark.parametrize(
    ("proxies", "header", "remote", "seen"),
    [
        (0, "203.0.113.9", "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9", "10.0.0.1", "203.0.113.9"),
        (1, "1.1.1.1, 203.0.113.9", "10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1", "10.0.0.1"),
        (0, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (0, "", "::ffff:198.51.100.7", "198.51.100.7"),
        (1, "nonsense", "10.0.0.1", "10.0.0.1"),
        (0, "", "", "unknown"),
    ],
)
def test_the_address_is_the_connections_or_a_trusted_proxys(
    settings: Any, proxies: int, header: str, remote: str, seen: str
) -> None:
    settings.ZHIJIA_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=header)
    assert throttle.address_of(request) == seen


@pytest.mark.django_db
def test_wrong_tries_are_forgotten_with_their_span_and_addresses_are_not_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [1_000_000.0]
    monkeypatch.setattr(throttle.time, "time", lambda: now[0])
    for _ in range(3):
        throttle.count("address|198.51.100.7")
    throttle.count("request|x", for_good=True)
    assert throttle.spent("address|198.51.100.7", most=3)
    assert not throttle.spent("address|198.51.100.8", most=1)
    assert "198.51" not in str(list(Guesses.objects.values()))
    now[0] += throttle.SPAN
    assert not throttle.spent("address|198.51.100.7", most=1)
    now[0] += 2 * throttle.SPAN
    throttle.count("address|198.51.100.9")
    assert Guesses.objects.count() == 2
    assert throttle.spent("request|x", most=1, for_good=True)
