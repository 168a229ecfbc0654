"""After an upgrade, read models whose fold changed are made again, in a process of their own."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import structlog

import deploy
from deploy.embedded.child import LEASH
from deploy.operations.units import units_of
from deploy.services import SERVICES
from services.chassis.operations.folds import is_outdated
from services.chassis.reactions.handling import DEPARTMENT
from services.chassis.settings import Settings

log = structlog.get_logger(__name__)

AFTER_FAILURE_SECONDS = 60.0
LOWEST_PRIORITY = 19


async def refold_outdated(settings: Settings, data: Path) -> None:
    """Have `passerelle rebuild` make them again, until none is another release's; pages answer meanwhile.

    One that fails or is killed leaves the old tables in place, and is begun again.
    """
    while True:
        try:
            outdated = await _outdated(settings)
            if not outdated:
                return
            for name in outdated:
                log.warning("read_models.outdated", service=name)
            if all([await _rebuilt(name, data) for name in outdated]):
                continue
        except Exception as error:  # a server is down, or a process cannot be had: tried again
            log.warning("read_models.not_rebuilt", reason=type(error).__name__, exc_info=error)
        await asyncio.sleep(AFTER_FAILURE_SECONDS)


async def _outdated(settings: Settings) -> list[str]:
    """The services that have such read models."""
    found = []
    for service in SERVICES:
        declared = [one for one in service.projections if one.fingerprint is not None]
        if not declared:
            continue
        async with units_of(settings, service.name) as units, units.begin(DEPARTMENT) as uow:
            if any([await is_outdated(uow, one) for one in declared]):
                found.append(service.name)
    return found


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
