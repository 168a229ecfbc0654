"""Steps of the demonstration, done once: each is one transaction that claims its own name.

Killed at any moment and begun again, a demonstration ends up the same: a step that was committed
is known by its name, one that was not left nothing.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from contracts.identifiers import Uai
from services.chassis.base.errors import PasserelleError
from services.chassis.unit_of_work.commands import Answer, claim, fingerprint, store
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork

_NAMES = UUID("5b3a7d52-6f4e-4f0b-9c55-8d1a2e7c6b90")
_DONE = Answer(204, (), b"")

Act = Callable[[UnitOfWork], Awaitable[object]]


@dataclass
class Progress:
    """Tells each percent that is done; `tell` prints a line."""

    tell: Callable[[str], None]
    total: int = 1
    done: int = 0
    _told: int = field(default=0, init=False)

    def more(self, count: int) -> None:
        """Count what was done."""
        self.done += count
        percent = 100 * self.done // self.total
        for reached in range(self._told + 1, percent + 1):
            self.tell(f"{reached}\u202f%")
        self._told = percent


@dataclass(frozen=True)
class Step:
    """What one lycée, or the department, did at one time; `acts` are use cases, in order."""

    name: str
    uai: Uai | None
    at: datetime
    acts: Sequence[Act]
    live: bool = False
    """Whether it is done now: what history tells, nobody is written to about."""


def command_of(step: str) -> UUID:
    """The id under which a step of this name is claimed."""
    return uuid5(_NAMES, step)


async def run_steps(units: UnitsOfWork, steps: Iterable[Step], progress: Progress) -> None:
    """Do what was not done yet, one step after another."""
    for step in steps:
        await _run(units, step)
        progress.more(len(step.acts))


async def _run(units: UnitsOfWork, step: Step) -> None:
    async def work(uow: UnitOfWork) -> None:
        command_id = command_of(step.name)
        if await claim(uow, command_id, fingerprint(step.name, b"")) is not None:
            return
        for act in step.acts:
            try:
                await act(uow)
            except PasserelleError:
                continue  # somebody who is signed in was quicker: what people do wins
        store(uow, command_id, _DONE)

    scope = Scope(frozenset({step.uai} if step.uai else ()), department_wide=step.uai is None)
    await units.run(work, scope, uai=step.uai, now=None if step.live else step.at)
