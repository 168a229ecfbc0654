"""What the registry and other lycées tell of sites is copied: the newest stands, whatever the order."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from functools import partial
from itertools import permutations
from typing import Any
from uuid import uuid4

import pytest

from contracts.event import Event
from contracts.identifiers import CompanyId, IsoWeek, SchoolYear, SiteId, SiteKey, TallyId
from contracts.internships.periods import SiteHostingTalliedV1
from contracts.partnerships.closures import SiteClosedV1, SiteReopenedV1
from contracts.partnerships.hosting_limits import SiteStaffStatedV1
from services.chassis.reactions import Batched
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.hosts.reactions import (
    note_closings,
    note_how_many_are_hosted,
    note_the_staff,
)
from tests.internships.world import TODAY, Lycee
from tests.support.bus import envelope_of

SITE = SiteId(uuid4())
KEY = SiteKey.local(SITE)
COMPANY = CompanyId(uuid4())
TALLY = TallyId(uuid4())


def _closed(on: date) -> SiteClosedV1:
    return SiteClosedV1(
        site_id=SITE, site_key=KEY, company_id=COMPANY, closed_on=on, occurred_on=TODAY
    )


def _reopened() -> SiteReopenedV1:
    return SiteReopenedV1(site_id=SITE, site_key=KEY, company_id=COMPANY, occurred_on=TODAY)


def _staff(staff: int) -> SiteStaffStatedV1:
    return SiteStaffStatedV1(site_id=SITE, site_key=KEY, staff=staff, occurred_on=TODAY)


def _week(seats: int) -> SiteHostingTalliedV1:
    return SiteHostingTalliedV1(
        tally_id=TALLY,
        site_key=KEY,
        school_year=SchoolYear("2026-2027"),
        week=IsoWeek("2027-W03"),
        seats=seats,
        occurred_on=TODAY,
    )


Handler = Callable[[Sequence[Batched[Any]], UnitOfWork], Awaitable[None]]
CLOSED = [_closed(date(2026, 9, 1)), _reopened(), _closed(date(2026, 10, 1))]


@pytest.mark.parametrize(
    ("handler", "events", "question", "newest"),
    [
        (note_closings, CLOSED, "SELECT closed_on FROM closed_sites", date(2026, 10, 1)),
        (note_closings, CLOSED[:2], "SELECT closed_on FROM closed_sites", None),
        (note_the_staff, [_staff(4), _staff(9), _staff(7)], "SELECT staff FROM host_staff", 7),
        (
            note_how_many_are_hosted,
            [_week(1), _week(3), _week(2)],
            "SELECT seats FROM hosted_weeks",
            2,
        ),
    ],
)
async def test_the_newest_stands_told_together_one_by_one_or_in_another_order(
    lycee: Lycee, handler: Handler, events: Sequence[Event], question: str, newest: object
) -> None:
    told = [
        Batched(event, envelope_of(event, version=version))
        for version, event in enumerate(events, start=1)
    ]
    for order in permutations(told):
        for batches in ([order], [[one] for one in order]):
            for batch in batches:
                await lycee.do(partial(handler, batch))
            assert [row[0] for row in await lycee.superuser.fetch(question)] == [newest]
            await lycee.superuser.execute("TRUNCATE closed_sites, host_staff, hosted_weeks")
