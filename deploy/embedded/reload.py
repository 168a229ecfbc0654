"""Having the nats-server of a running `up` read its configuration again, from another process."""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx2

from deploy.data_folder import DataFolder
from deploy.embedded.child import is_ours
from deploy.embedded.ports import LOOPBACK, RememberedPorts
from services.chassis.base.settings import Settings

READ_WITHIN_SECONDS = 20.0
LOOK_AGAIN_SECONDS = 0.05


class ReloadRefused(RuntimeError):
    """The server did not take its configuration; the message is for the operator."""


@dataclass(frozen=True)
class EmbeddedServer:
    """The nats-server that an `up` started, as other commands reach it."""

    pid: int
    folder: Path
    port: int
    monitor_port: int

    async def reload(self) -> None:
        """Return once it has read its configuration again. Raises ReloadRefused."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + READ_WITHIN_SECONDS
        async with httpx2.AsyncClient(
            base_url=f"http://{LOOPBACK}:{self.monitor_port}", timeout=2, trust_env=False
        ) as monitor:
            try:
                before = await _read_at(monitor)
                os.kill(self.pid, signal.SIGHUP)
                while await _read_at(monitor) == before:
                    if loop.time() > deadline:
                        raise ReloadRefused(
                            "nats-server n’a pas relu sa configuration\u202f: lisez ce qu’il écrit."
                        )
                    await asyncio.sleep(LOOK_AGAIN_SECONDS)
            except (httpx2.HTTPError, OSError) as failure:
                raise ReloadRefused(f"nats-server ne répond pas\u202f: {failure}") from None


async def _read_at(monitor: httpx2.AsyncClient) -> str:
    """When the server last read its configuration, as it says it."""
    return str((await monitor.get("/varz")).json()["config_load_time"])


def embedded_server(settings: Settings) -> EmbeddedServer | None:
    """The server of the `up` that runs on the data folder; None when NATS is run apart."""
    if settings.data_folder is None:
        return None
    data = DataFolder(settings.data_folder)
    config = data.nats / "nats-server.conf"
    try:
        pid = int(config.with_suffix(".pid").read_text())
    except (OSError, ValueError):
        return None
    monitor_port = RememberedPorts(data.ports).last("nats_monitor")
    port = urlsplit(settings.nats_url).port
    if not is_ours(pid, executable="nats-server", argument=config) or not (port and monitor_port):
        return None
    return EmbeddedServer(pid, data.nats, port, monitor_port)
