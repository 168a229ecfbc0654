"""Kill a world again and again, then judge it.

Each life is a fork of this process, killed by the kernel (SIGKILL) at a named failpoint or left to
settle. The same seed arms the same failpoints in the same order. See `mother` for who calls this.
"""

from __future__ import annotations

import asyncio
import os
import random
import select
import signal
import sys
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from services.chassis.base.settings import Settings
from tests.faults.kinds import KINDS, Kind
from tests.faults.world import ACK_WAIT_SECONDS, Life, Place

SETTLE_EVERY = 10
STUCK = 3
LOG_LINES = 40
OVERRUN_SECONDS = 10.0
"""A life ends by itself after its patience; one that does not is ended this much later."""
TELL_SECONDS = 2.0


@dataclass(frozen=True)
class Plan:
    """What to do."""

    settings: dict[str, str]
    superuser_url: str
    folder: str
    seed: int
    """Which commands are given and where each life dies."""
    schedules: int
    bug: str | None = None
    patience_seconds: float = 60.0
    """Within which everything is to be done again after the last fault, on a busy machine too."""
    commands_per_life: int = 4
    replica: bool = False
    """Whether a second process lives beside each life, to die at another failpoint or with it."""
    only: tuple[str, ...] | None = None
    """Failpoints to die at, in turn; by default all, with none every life is left to settle."""
    world: str = "spine"
    ack_wait_seconds: float = ACK_WAIT_SECONDS

    @property
    def kind(self) -> Kind:
        return KINDS[self.world]

    @property
    def failpoints(self) -> tuple[str, ...]:
        return self.kind.failpoints if self.only is None else tuple(self.only)

    @property
    def limit_seconds(self) -> float:
        """How long one life may last."""
        return self.patience_seconds + OVERRUN_SECONDS

    def place(self) -> Place:
        folder = Path(self.folder)
        settings = Settings.model_validate(self.settings)
        return Place(settings, self.superuser_url, folder / "diary", self.ack_wait_seconds)


@dataclass
class Outcome:
    """What happened."""

    hits: dict[str, int] = field(default_factory=dict)
    lives: int = 0
    kills: int = 0
    stuck: list[str] = field(default_factory=list)
    crashed: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    """The end of what was written down, when a life was stuck or crashed."""
    violations: dict[str, list[str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


def schedule(plan: Plan, number: int) -> Life:
    """The nth life of a seed: which commands it gives and where it dies."""
    chance = random.Random(f"{plan.seed}/{number}")
    commands = tuple(UUID(int=chance.getrandbits(128)) for _ in range(plan.commands_per_life))
    if not plan.failpoints:
        return Life(commands)
    name = plan.failpoints[number % len(plan.failpoints)]
    armed = f"{name}=kill@{chance.choice((1, 1, 1, 2))}"
    return Life(commands, armed + plan.kind.besides(number, name))


_NOT_OF_LIVES: set[int] = set()


def keep_from_lives(file: int) -> None:
    """Close that descriptor in each life: who reads it to its end would wait for one that stays."""
    _NOT_OF_LIVES.add(file)


def fork(plan: Plan, life: Life) -> int:
    """Begin one life in a child; return its process id."""
    child = os.fork()
    if child:
        return child
    status, loop = 1, asyncio.new_event_loop()
    try:
        _redirect(Path(plan.folder) / "log")
        for file in _NOT_OF_LIVES:
            os.close(file)
        signal.signal(signal.SIGTERM, lambda *_: _tell_where(loop))
        if plan.bug is not None:
            plan.kind.bugs[plan.bug]()
        # Left as it is when it has settled: winding it down would be one cancellation for all
        # tasks, which nats-py forgets now and then, and is what other tests are about.
        loop.run_until_complete(plan.kind.live(plan.place(), life, plan.patience_seconds))
        status = 0
    except TimeoutError:
        _tell_where(loop)
        status = STUCK
    except BaseException:  # noqa: BLE001 - whatever it is, the child must end here
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


class Watch:
    """Sees lives end, and writes down when they did."""

    def __init__(self, plan: Plan) -> None:
        self._limit_seconds = plan.limit_seconds
        self._diary = plan.place().diary
        self._alive: dict[int, int] = {}
        """Handle by process id."""

    def over(self, child: int) -> None:
        """Look after one more process."""
        self._alive[child] = os.pidfd_open(child)

    def end_of(self, child: int) -> int | None:
        """Wait for the end of a life; return its wait status, None for one that had to be ended."""
        for ending, seconds in (
            (signal.SIGTERM, self._limit_seconds),
            (signal.SIGKILL, TELL_SECONDS),
        ):
            if self._ends_within(child, seconds):
                return os.waitpid(child, 0)[1]
            os.kill(child, ending)
        self._ends_within(child, TELL_SECONDS)
        os.waitpid(child, 0)
        return None

    def _ends_within(self, child: int, seconds: float) -> bool:
        """Whether it ended by then; those beside it that end meanwhile are written down as well."""
        deadline = time.monotonic() + seconds
        while child in self._alive:
            left = max(0.0, deadline - time.monotonic())
            ended = select.select(list(self._alive.values()), [], [], left)[0]
            if not ended:
                return False
            for one in [pid for pid, handle in self._alive.items() if handle in ended]:
                os.close(self._alive.pop(one))
                with self._diary.open("a") as diary:
                    diary.write(f"ended {one} {time.monotonic()}\n")
        return True


def _tell_where(loop: asyncio.AbstractEventLoop) -> None:
    """Write down what every task waits for: this life is stuck."""
    for task in asyncio.all_tasks(loop):
        task.print_stack()
    sys.stderr.flush()


def beside(plan: Plan, number: int) -> Life:
    """The life of a second process: it gives no commands and dies elsewhere."""
    failpoints = plan.kind.failpoints
    name = failpoints[(number * 5 + 1) % len(failpoints)]
    return Life((), f"{name}=kill@1", stays=True)


def _redirect(log: Path) -> None:
    file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(file, 1)
    os.dup2(file, 2)


def run(plan: Plan) -> Outcome:
    """Live and die as planned, settle from time to time, judge at the end."""
    outcome, watch = Outcome(), Watch(plan)

    def begin(life: Life) -> int:
        child = fork(plan, life)
        watch.over(child)
        return child

    for number in range(plan.schedules):
        life = schedule(plan, number)
        name = life.armed.partition("=")[0]
        replica = begin(beside(plan, number)) if plan.replica else None
        _note(outcome, name, life.armed, watch.end_of(begin(life)))
        if replica is not None:
            os.kill(replica, signal.SIGKILL)
            watch.end_of(replica)
        last = number == plan.schedules - 1
        if last or number % SETTLE_EVERY == SETTLE_EVERY - 1:
            quiet = Life(())
            _note(
                outcome,
                "",
                f"settling after {number}",
                watch.end_of(begin(quiet)),
            )
        if outcome.stuck or outcome.crashed:
            outcome.log = (Path(plan.folder) / "log").read_text().splitlines()[-LOG_LINES:]
            break
    if plan.kind.judge is not None:
        verdict = asyncio.run(plan.kind.judge(plan.place()))
        outcome.violations, outcome.counts = dict(verdict.violations), verdict.counts
    return outcome


def _note(outcome: Outcome, name: str, what: str, status: int | None) -> None:
    outcome.lives += 1
    if status is None:
        outcome.stuck.append(f"{what}: it did not end")
    elif os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        outcome.kills += 1
        outcome.hits[name] = outcome.hits.get(name, 0) + 1
    elif os.waitstatus_to_exitcode(status) == STUCK:
        outcome.stuck.append(what)
    elif status:
        outcome.crashed.append(f"{what}: {status}")
