"""The `up` command: run a deployment until Ctrl-C or SIGTERM, and say what happens."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from uvicorn.loops.auto import auto_loop_factory

from deploy.data_folder import AlreadyRunning, FolderUnusable, HalfRestored
from deploy.doctor.first_steps import next_steps
from deploy.embedded.child import ChildFailed
from deploy.gateway.plain_http import PlainHttpRefused
from deploy.no_room import is_for_want_of_room, no_room_in
from deploy.supervisor.demonstration import accounts, loading
from deploy.supervisor.mailbox import mailbox_address
from deploy.supervisor.output import (
    for_eyes,
    print_child_line,
    print_child_trouble,
    say,
    say_framed,
)
from deploy.supervisor.up import Deployment, Options, PortTaken, deployed
from services.chassis.base.demonstration import forget_loading
from services.chassis.base.settings import Settings

REFUSALS = (
    AlreadyRunning, ChildFailed, FolderUnusable, HalfRestored, PlainHttpRefused, PortTaken,
)  # fmt: skip
ALREADY_USED = "Cette installation a déjà servi sans démonstration"
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def up(options: Options) -> int:
    """Run everything; the exit code is 0 after a requested stop, 1 when it could not run."""
    try:
        with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
            runner.run(_until_stopped(options))
    except REFUSALS as refusal:
        say(str(refusal))
        if is_for_want_of_room(refusal):
            say(no_room_in(options.data))
        return 1
    except asyncio.CancelledError:
        pass  # a stop asked while starting
    except Exception as failure:  # whoever met the full disk first
        if not is_for_want_of_room(failure):
            raise
        say(no_room_in(options.data))
        return 1
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
    log = print_child_trouble if for_eyes() else print_child_line
    async with deployed(options, log, say) as ready:
        for number in STOP_SIGNALS:
            loop.add_signal_handler(number, stop.set)
        where = _where_to_go(ready, _elapsed(started))
        say_framed([*await _what_to_know(ready, options), *where])
        async with _demonstration(ready.settings, options, lambda: say_framed(where)):
            await stop.wait()
        say("Arrêt…")


async def _what_to_know(ready: Deployment, options: Options) -> list[str]:
    """Who may come in, and what is left to do first: said once, passwords are among it."""
    told = []
    if ready.settings.demonstration:
        say("Comptes de démonstration…")
        told += await accounts(ready.settings, options.data)
    elif options.demo:
        told.append(f"{ALREADY_USED}\u202f: la démonstration n’est pas chargée.")
    if not ready.settings.demonstration:
        told += await next_steps(ready.settings, options.data)
    return told


def _where_to_go(ready: Deployment, elapsed: str) -> list[str]:
    """The address, that of the mails, and how to stop: last, where it is seen."""
    told = [f"Passerelle répond à {ready.address} (prêt en {elapsed})."]
    mailbox = mailbox_address(ready.settings, ready.address)
    if mailbox is not None:
        told.append(f"Courriels\u202f: aucun ne part, lisez-les à {mailbox}")
    return [*told, "Arrêter\u202f: Ctrl-C."]


@asynccontextmanager
async def _demonstration(
    settings: Settings, options: Options, then: Callable[[], None]
) -> AsyncIterator[None]:
    """Loaded meanwhile, when it was asked for and is not all there yet; `then` when it is."""
    forget_loading(options.data)  # left by one that was killed
    if not (settings.demonstration and options.demo) or options.accounts_only:
        yield
        return
    async with loading(settings, options.data.absolute(), then):
        yield


def _elapsed(started: float) -> str:
    return f"{time.monotonic() - started:.1f}".replace(".", ",") + "\u202fs"
