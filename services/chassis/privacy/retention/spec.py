"""What a service keeps for a time: one rule a category, read by the register and by the purge."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Due:
    """One thing whose time is over; `said` is shown to who may see it, and kept nowhere."""

    id: UUID
    said: str = ""


class Find(Protocol):
    """Reads what is due at `now`, at most `limit` things."""

    async def __call__(self, uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]: ...


Remove = Callable[[UnitOfWork, Collection[UUID], datetime], Awaitable[Collection[UUID]]]
"""Takes these away for good; which were there to be taken: the proof names no other."""


@dataclass(frozen=True)
class Rule:
    """One category: what it is, how long it is kept, and how what is due is found and removed."""

    name: str
    title: str
    kept: str
    """The period, in French: what the register says of the tables it is for."""
    find: Find
    remove: Remove
    shared: bool = False
    """Whether it is of the department as a whole, and of no lycée."""


@dataclass
class Retention:
    """The rules of one service."""

    service: str
    rules: dict[str, Rule] = field(default_factory=dict)

    def keep(self, rule: Rule) -> Rule:
        """Declare a rule."""
        if rule.name in self.rules:
            raise ValueError(f"{self.service} keeps {rule.name} twice")
        self.rules[rule.name] = rule
        return rule

    @property
    def of_lycees(self) -> Sequence[Rule]:
        """Rules a head is shown."""
        return [rule for rule in self.rules.values() if not rule.shared]
