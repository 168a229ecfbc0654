"""What is told again on the day a head opens a family to the department: each feature registers its own."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from contracts.identifiers import Uai
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

JOBS: Mapping[FactFamily, str] = MappingProxyType(
    {FactFamily.COMPANIES: "retell-partnerships", FactFamily.EXCHANGES: "retell-actions"}
)
"""The job that tells the states of a family again; of the others there is none."""


class Retell(Protocol):
    """Tells what a feature has as it is now; nothing of it when the head closed the family meanwhile."""

    async def __call__(self, uow: UnitOfWork, *, uai: Uai, now: datetime) -> None: ...


class Retellings:
    """The states of each family, which are told again; events of it are told once."""

    def __init__(self) -> None:
        self._by_family: dict[FactFamily, list[Retell]] = defaultdict(list)

    def add(self, family: FactFamily, retell: Retell) -> None:
        """Register what one feature tells again."""
        self._by_family[family].append(retell)

    def of(self, family: FactFamily) -> Collection[Retell]:
        """What is told again of a family."""
        return self._by_family[family]


RETELLINGS = Retellings()
