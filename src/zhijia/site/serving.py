"""The production server with its worker, both ended together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from types import FrameType

from django.conf import settings
from django.core.management import call_command
from django.db import connection


def serve(port: int) -> int:
    """Serves on 127.0.0.1 until interrupted; 1 when the port is taken."""
    if taken(port):
        print(f"zhijia: {taken_text(port)}", file=sys.stderr)
        return 1
    call_command("collectstatic", interactive=False, verbosity=0)
    # a restored copy gets its write-ahead log from one process: two that turn it on at once refuse each other
    connection.ensure_connection()
    connection.close()
    here = {"ZHIJIA_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    environment = {**here, **os.environ, "ZHIJIA_DEMO": "1" if settings.DEMO else "0"}
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    web += ["--workers", "1", "--blocking-threads", "4", "--no-ws", "zhijia.site.wsgi:application"]
    worker = [
        sys.executable,
        "-c",
        "import django; django.setup(); from zhijia.site.worker import main; main()",
    ]
    processes = [subprocess.Popen(command, env=environment) for command in (web, worker)]
    print(f"http://127.0.0.1:{port}/", flush=True)

    def end(_signal: int, _frame: FrameType | None) -> None:
        for process in processes:
            process.terminate()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    code = processes[0].wait()
    end(0, None)
    processes[1].wait()
    return 0 if code in (0, -signal.SIGTERM, -signal.SIGINT) else 1


def taken_text(port: int) -> str:
    """What is said where another program listens, in both languages: none is chosen yet."""
    return f"端口 {port} 已被占用，请用 --port 另选一个 / port {port} is in use; choose another with --port"


def taken(port: int) -> bool:
    """Whether another program listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
