"""The `up` command: run a deployment until Ctrl-C or SIGTERM, and say what happens."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from uvicorn.loops.auto import auto_loop_factory

from deploy.data_folder import AlreadyRunning
from deploy.embedded.child import ChildFailed
from deploy.supervisor.demonstration import loading, show_accounts
from deploy.supervisor.output import print_child_line, say
from deploy.supervisor.up import Options, PortTaken, deployed
from services.chassis.settings import Settings

ALREADY_USED = "Cette installation a déjà servi sans démonstration"
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def up(options: Options) -> int:
    """Run everything; the exit code is 0 after a requested stop, 1 when it could not run."""
    try:
        with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
            runner.run(_until_stopped(options))
    except (AlreadyRunning, ChildFailed, PortTaken) as refusal:
        say(str(refusal))
        return 1
    except asyncio.CancelledError:
        pass  # a stop asked while starting
    say("Passerelle est arrêté.")
    return 0


async def _until_stopped(options: Options) -> None:
    started = time.monotonic()
    stop = asyncio.Event()
    task = asyncio.current_task()
    loop = asyncio.get_running_loop()
    for number in STOP_SIGNALS:
        # While starting, a stop interrupts the start; the parts already started are stopped.
        loop.add_signal_handler(number, task.cancel if task else stop.set)
    async with deployed(options, print_child_line) as deployment:
        for number in STOP_SIGNALS:
            loop.add_signal_handler(number, stop.set)
        if deployment.settings.demonstration:
            await show_accounts(deployment.settings, options.data)
        elif options.demo:
            say(f"{ALREADY_USED}\u202f: la démonstration n’est pas chargée.")
        say(f"Passerelle répond à {deployment.address} (prêt en {_elapsed(started)}).")
        if deployment.settings.demo_smtp_port is not None:
            say(f"Courriels\u202f: aucun ne part, lisez-les à {deployment.address}/courriels.")
        say("Arrêter\u202f: Ctrl-C.")
        async with _demonstration(deployment.settings, options):
            await stop.wait()
        say("Arrêt…")


@asynccontextmanager
async def _demonstration(settings: Settings, options: Options) -> AsyncIterator[None]:
    """Loaded meanwhile, when it was asked for and is not all there yet."""
    if not (settings.demonstration and options.demo) or options.accounts_only:
        yield
        return
    async with loading(settings, options.data.absolute()):
        yield


def _elapsed(started: float) -> str:
    return f"{time.monotonic() - started:.1f}".replace(".", ",") + "\u202fs"
