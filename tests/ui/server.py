"""The gallery on a port of this machine, without a database."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import override_settings

from tests.ui import gallery
from zhijia.ui import menu


class QuietHandler(WSGIRequestHandler):
    """Serves without writing a line for every request."""

    def log_message(self, format: str, *args: object) -> None:
        return


@contextmanager
def kept_menu() -> Iterator[None]:
    """Inside, the menus are the gallery's own."""
    main, account = menu._entries[:], menu._account[:]
    menu._entries.clear()
    menu._account.clear()
    gallery.with_menu()
    try:
        yield
    finally:
        menu._entries[:], menu._account[:] = main, account


@contextmanager
def serving() -> Iterator[str]:
    """The address of a running gallery."""
    with override_settings(**gallery.SETTINGS), kept_menu():
        server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
        server.daemon_threads = True
        server.set_app(StaticFilesHandler(WSGIHandler()))
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join(5)
