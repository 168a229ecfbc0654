"""Two pupils at hosts, and who hosts the first one, on a phone with the link of the stay."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx2

from contracts.personal_links import HOSTED_STAY
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.internships.personal_links.commands import open_stay_link
from services.internships.personal_links.model import purpose_of
from services.internships.signatures.commands.issue_agreements import issue_agreements
from services.internships.signatures.commands.prepare_agreements import prepare_agreements
from tests.internships.conftest import Served
from tests.internships.world import ELEC, NOW, Lycee
from tests.support.pages import Visitor

BEFORE = NOW
FIRST_DAY = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
DURING = datetime(2027, 1, 12, 9, 0, tzinfo=UTC)
LAST_WEEK = datetime(2027, 1, 22, 9, 0, tzinfo=UTC)
AFTER = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
LAST_OPEN_DAY = datetime(2027, 3, 30, 9, 0, tzinfo=UTC)
CLOSED = datetime(2027, 3, 31, 9, 0, tzinfo=UTC)
UNTIL = datetime(2027, 3, 30, 22, 0, tzinfo=UTC)


@dataclass
class Stays:
    """Two stays of one class in January 2027."""

    lycee: Lycee
    period: UUID
    pupils: list[UUID]
    placements: list[UUID]

    @property
    def bureau_page(self) -> str:
        """The page of the first place, as the bureau opens it."""
        return f"/pfmp/placements/{self.placements[0]}"

    async def gives_a_link(self, placement: UUID | None = None) -> tuple[UUID, str]:
        """The link's id, and the address it opens; of the first stay unless said otherwise."""
        link_id = await self.lycee.do(
            open_stay_link,
            placement_id=placement or self.placements[0],
            uai=self.lycee.uai,
            until=UNTIL,
            now=self.lycee.now,
        )
        purpose, uai = purpose_of(HOSTED_STAY), self.lycee.uai
        token = self.lycee.units.links.token(purpose, uai=uai, row_id=link_id)
        return link_id, f"{HOSTED_STAY.path}/{token}"

    async def issues(self) -> None:
        """Issue the agreements of the class."""
        class_id = await self.lycee.superuser.fetchval(
            "SELECT class_id FROM classes WHERE uai = $1", self.lycee.uai
        )
        await self.lycee.do(
            prepare_agreements, period_id=self.period, class_id=class_id, now=self.lycee.now
        )
        rows = await self.lycee.superuser.fetch("SELECT agreement_id FROM agreements")
        await self.lycee.do(
            issue_agreements,
            agreement_ids=[row["agreement_id"] for row in rows],
            on=self.lycee.now.date(),
            now=self.lycee.now,
        )


async def at_hosts(lycee: Lycee, *, born: str = "") -> Stays:
    formation = await lycee.opens(ELEC)
    pupils = await lycee.imports(
        "AVRIL Ada 2ELEC", "BRUN Bob 2ELEC", classes={"2ELEC": formation}, born=born
    )
    period = await lycee.publishes_a_period(formation)
    site = await lycee.knows_a_host()
    placements = [await lycee.places(one, period, site) for one in pupils]
    return Stays(lycee, period, list(pupils), placements)


def turn_to(app: Served, stays: Stays, now: datetime) -> None:
    """Have it be that day, for pages and for commands."""
    units: UnitsOfWork = app.application.state.runtime.work
    units._clock = lambda: now
    stays.lycee = replace(stays.lycee, now=now)


@asynccontextmanager
async def host(app: Served) -> AsyncIterator[Visitor]:
    """Somebody without an account, on a phone."""
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app.application, client=(str(uuid4()), 1)),
        base_url="http://127.0.0.1:8000",
        headers={"Sec-Fetch-Site": "same-origin"},
    ) as client:
        yield Visitor(client)
