"""Sending files through the page of an entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

Browser = Callable[..., Client]


def send(client: Client, entry: Any, *files: SimpleUploadedFile, **extra: Any) -> Any:
    """The panel's form sent, as a browser does, and the page it leads to."""
    url = reverse("evidence:attach", args=[entry.register.key, entry.uid])
    return client.post(url, {"uploads": list(files), "whole": "1", **extra}, follow=True)


def body(response: Any) -> bytes:
    return response.content
