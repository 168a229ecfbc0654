"""After an upgrade, read models whose fold changed are made again, in a process of their own."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import structlog

import deploy
from deploy.doctor.outdated_folds import outdated_services
from deploy.embedded.child import LEASH
from services.chassis.base.settings import Settings

log = structlog.get_logger(__name__)

EVERY_SECONDS = 600.0
AFTER_FAILURE_SECONDS = 60.0
LOWEST_PRIORITY = 19


async def refold_outdated(settings: Settings, data: Path) -> None:
    """Have `passerelle rebuild` make them again, at once and whenever one is another release's; until cancelled.

    A database may be put back from a backup of an earlier release. One that fails or is killed leaves the
    old tables in place, and is begun again.
    """
    while True:
        wait = EVERY_SECONDS
        try:
            for name in await outdated_services(settings):
                log.warning("read_models.outdated", service=name)
                if not await _rebuilt(name, data):
                    wait = AFTER_FAILURE_SECONDS
        except Exception as error:  # a server is down, or a process cannot be had: tried again
            log.warning("read_models.not_rebuilt", reason=type(error).__name__, exc_info=error)
            wait = AFTER_FAILURE_SECONDS
        await asyncio.sleep(wait)


async def _rebuilt(service: str, data: Path) -> bool:
    """Make them again beside the services; the process goes with ours, however ours ends."""
    leash = [sys.executable, "-I", "-S", LEASH, signal.SIGKILL.value, os.getpid(), -1, -1]
    command = [sys.executable, "-m", "deploy.cli", "rebuild", service, "--data", data]
    child = await asyncio.create_subprocess_exec(
        *map(str, [*leash, *command]),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=os.environ | {"PYTHONPATH": str(Path(deploy.__file__).parent.parent)},
    )
    try:
        if hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, child.pid, LOWEST_PRIORITY)
        said, _ = await child.communicate()
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode:
        why = said.decode(errors="replace").strip().rpartition("\n")[2]
        log.warning("read_models.rebuild_failed", service=service, reason=why)
    else:
        log.warning("read_models.rebuilt", service=service)
    return child.returncode == 0
