"""The mail of the morning leaves on mornings of work: once, made up for when missed, never at night."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from services.chassis.unit_of_work.scheduled_jobs import TimedWorker, run_due_work
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.rhythm import Rhythm
from services.notifications.notices.jobs import timed
from services.notifications.notices.model import Telling, Told
from services.notifications.notices.store.notices import Notices
from services.notifications.rests.model import PARIS
from tests.notifications.world import HERE, Post, own
from tests.support.services import ServiceDatabases


def paris(at: str) -> datetime:
    return datetime.fromisoformat(at).replace(tzinfo=PARIS)


@dataclass
class Mornings:
    """A process that leads, and what it gathers."""

    post: Post
    relay_dsn: str

    async def leads(self, at: str) -> None:
        assert await TimedWorker(timed, self.post.units).plan_standing(paris(at))

    async def works(self, at: str) -> list[datetime]:
        """When the digests that were made until then may leave."""
        await run_due_work(timed, self.post.units, self.relay_dsn, paris(at))
        rows = await self.post.superuser.fetch(
            "SELECT next_attempt_at FROM mails WHERE template = 'notice_digest' ORDER BY mail_id"
        )
        return [row["next_attempt_at"] for row in rows]

    async def tell(self, at: str, account: UUID) -> None:
        told = Told(HERE, Template.AGREEMENT_SIGNED, uuid4(), uuid4())
        async with self.post.units.begin(own(HERE), now=paris(at)) as uow:
            to = [Telling(account, Rhythm.MORNING, paris(at))]
            await Notices(uow).add(told, to, now=paris(at))


@pytest_asyncio.fixture
async def mornings(post: Post, service_databases: ServiceDatabases) -> AsyncIterator[Mornings]:
    database = service_databases.open("notifications")
    yield Mornings(post, database.relay_dsn)
    await database.close()


@pytest.mark.parametrize(
    ("back", "leaves"),
    [
        # a Wednesday: by day what was missed leaves at once, at night it waits for the morning
        ("2026-11-25 15:00", "2026-11-25 15:00"),
        ("2026-11-25 23:00", "2026-11-26 07:00"),
        ("2026-11-25 02:00", "2026-11-25 07:00"),
        # a week later; a Saturday
        ("2026-12-01 21:00", "2026-12-02 07:00"),
        ("2026-11-28 11:00", "2026-11-30 07:00"),
    ],
)
async def test_a_morning_that_was_missed_is_made_up_for_once_and_by_day(
    mornings: Mornings, back: str, leaves: str
) -> None:
    reader = uuid4()
    await mornings.leads("2026-11-23 09:00")
    await mornings.tell("2026-11-23 10:00", reader)

    found = await mornings.works(back)
    assert all(one == paris(leaves) for one in found)
    if paris(leaves) > paris(back):
        await mornings.tell(back, reader)
    assert await mornings.works(leaves) == [paris(leaves)]
    assert await mornings.works(leaves) == [paris(leaves)]


async def test_each_morning_of_work_has_its_mail_whatever_the_clocks_do(
    mornings: Mornings,
) -> None:
    reader = uuid4()
    # Easter, and the night the clocks change
    await mornings.leads("2027-03-26 09:00")
    made: list[datetime] = []
    for hours in range(24 * 6):
        at = (paris("2027-03-26 09:30") + timedelta(hours=hours)).replace(tzinfo=None).isoformat()
        await mornings.tell(at, reader)
        made = await mornings.works(at)

    assert [one.astimezone(PARIS).date().isoformat() for one in made] == [
        "2027-03-30",
        "2027-03-31",
        "2027-04-01",
    ]
