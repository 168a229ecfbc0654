"""A department some months of which are told, read at a time the test says."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from fastapi import FastAPI

from contracts.event import Event
from contracts.identifiers import Uai
from contracts.partnerships.actions import ActionHeldV1
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.service import SERVICE
from tests.supervision.network import (
    BOURDELLE,
    OTHER,
    SILENT,
    Network,
    action,
    confirmation,
    coverage,
    folded,
    formation,
    lycee,
    period,
)
from tests.support.pages import Visitor
from tests.support.services import ServiceDatabases

REPORTS = "/departement/rapports"
NOVEMBER = f"{REPORTS}/2026-11"


def noon(year: int, month: int, day: int) -> datetime:
    return datetime.combine(date(year, month, day), time(12), PARIS).astimezone(UTC)


EARLY_DECEMBER = noon(2026, 12, 1)


@dataclass
class Months:
    """What was told month by month, and the supervisor reading it."""

    work: UnitsOfWork
    supervisor: Visitor
    now: datetime = EARLY_DECEMBER
    network: Network = field(default_factory=Network)

    def tell(self, event: Event, at: datetime, *, uai: Uai = BOURDELLE, version: int = 1) -> None:
        """Told on a day; `fold` makes it known."""
        self.network.tell(event, uai=uai, version=version, at=at)

    async def fold(self) -> None:
        await folded(self.work, self.network.told)

    async def an_autumn(self) -> None:
        """Two lycées with PFMP in October, November and January; a third that never told anything else."""
        begun = noon(2026, 10, 1)
        for uai, name in (
            (BOURDELLE, "Lycée Bourdelle"),
            (OTHER, "Lycée Michelet"),
            (SILENT, "Lycée Olympe"),
        ):
            self.tell(lycee(name, uai), begun, uai=uai)
        for uai in (BOURDELLE, OTHER):
            self.tell(formation("Électricité"), begun, uai=uai)
            for called, starts_on in (
                ("october", date(2026, 10, 5)),
                ("november", date(2026, 11, 2)),
                ("january", date(2027, 1, 4)),
            ):
                self.tell(period(name=called, starts_on=starts_on), begun, uai=uai)
        self.tell(coverage(10, name="october"), noon(2026, 10, 20))
        self.tell(coverage(12, name="november"), noon(2026, 11, 16))
        self.tell(coverage(15, name="november"), noon(2026, 11, 20), version=2)
        self.tell(coverage(4, name="january"), noon(2026, 11, 27))
        self.tell(coverage(20, name="november"), noon(2026, 11, 26), uai=OTHER)
        self.tell(action("visit", ActionHeldV1, pupils=24, accompanying=2), noon(2026, 11, 25))
        for number in (1, 2, 3):
            self.tell(confirmation(number), noon(2026, 11, 25))
        await self.fold()


@asynccontextmanager
async def months_of(
    app: FastAPI, databases: ServiceDatabases, supervisor: Visitor
) -> AsyncIterator[Months]:
    database = databases.open(SERVICE.name)
    months = Months(
        UnitsOfWork(database, service=SERVICE.name, department="82", clock=lambda: months.now),
        supervisor,
    )
    app.state.runtime.work = months.work
    yield months
    await database.close()
