"""One database alone is put back from a backup: the doctor says so, and one command mends it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from deploy.operations import repair
from deploy.operations.doctor import Trouble, examine, told
from deploy.operations.supervision import rebuild
from tests.faults.department import Department
from tests.faults.older_copy import kept
from tests.faults.reconciling import compare, complete, said
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

OLDER = "database-older"


@pytest_asyncio.fixture(autouse=True)
async def the_next_test_connects_anew(service_databases: ServiceDatabases) -> AsyncIterator[None]:
    """Everybody is cut off from a database that is put back."""
    yield
    await service_databases.open_anew()


async def confirmed(here: Department, count: int, *, first: int = 0) -> None:
    for placement in await here.proposals(count, first=first):
        await here.confirm_at_last(placement, uuid4())


async def the_older(here: Department) -> Trouble:
    """What the doctor says of the one database that is older."""
    found = await examine(here.network.settings)
    (trouble,) = [one for one in found if one.finding.code == OLDER]
    return trouble


async def no_longer_older(here: Department) -> bool:
    return OLDER not in {one.finding.code for one in await examine(here.network.settings)}


async def test_read_models_that_were_put_back_alone_are_folded_again(here: Department) -> None:
    await confirmed(here, 2)
    await eventually(here.settled)
    async with kept(here.superusers["supervision"]) as put_back:
        await confirmed(here, 3, first=2)
        await eventually(here.settled)
        assert await no_longer_older(here)
        await put_back()
    # What is published next must not hide what is missing before it.
    await confirmed(here, 1, first=5)

    async def refused() -> bool:
        ready = await here.network.client().get("/api/supervision/health/ready")
        return "older than the durable" in ready.text

    await eventually(refused)
    trouble = await the_older(here)
    assert trouble.services == ("supervision",)
    report = told([trouble], datetime.now(UTC))
    assert "supervision__department" in report
    assert "passerelle reconcile --restored" in report
    assert await here.covered() == 2

    lines, someone_is_needed = await repair.restored(here.network.settings)

    assert "redonnés à supervision__department" in lines[0]
    assert not someone_is_needed, lines
    await eventually(here.settled)
    assert await no_longer_older(here)
    assert await here.covered() == 6
    models = await here.read_models()
    await rebuild(here.network.settings)
    assert await here.read_models() == models


async def test_mails_a_database_forgot_are_queued_again_and_the_others_once(
    here: Department,
) -> None:
    await confirmed(here, 2)
    await eventually(here.settled)
    queued = "SELECT count(*) FROM mails"
    async with kept(here.superusers["notifications"]) as put_back:
        before = await here.one("notifications", queued)
        await confirmed(here, 3, first=2)
        await eventually(here.settled)
        all_of_them = await here.one("notifications", queued)
        await put_back()
    assert await here.one("notifications", queued) == before < all_of_them
    of_one = all_of_them // 5
    # Neither a comparison nor what is handled next must hide what is missing before it.
    assert "database-older" in said(await compare(here))
    await confirmed(here, 1, first=5)

    async def handled() -> bool:
        return bool(await here.one("notifications", queued) == before + of_one)

    await eventually(handled)

    trouble = await the_older(here)
    assert trouble.services == ("notifications",)
    assert "notifications__hosts" in trouble.finding.what
    lines, someone_is_needed = await repair.restored(here.network.settings)

    assert any("redonnés à notifications__hosts" in line for line in lines), lines
    assert not someone_is_needed, lines
    await eventually(here.settled)
    assert await no_longer_older(here)
    assert await here.one("notifications", queued) == all_of_them + of_one
    assert await repair.restored(here.network.settings) == (
        ["Aucune base n’est plus ancienne que le bus.", *lines[-1:]],
        False,
    )


async def confirm_as_it_stands(here: Department, placement: UUID) -> None:
    """As from a page that was just read."""
    version = await here.one(
        "internships", "SELECT version FROM placements WHERE placement_id = $1", placement
    )
    answer = await here.confirm(placement, version=version)
    assert answer.status_code == 200, answer.text


async def numbered(here: Department) -> bool:
    """Whether each source of the journal counts 1, 2, 3… in the order of its rows."""
    wrong = await here.one(
        "internships",
        "SELECT count(*) FROM (SELECT sequence, row_number() OVER (PARTITION BY source, audience"
        " ORDER BY position) AS nth FROM journal) AS row WHERE sequence <> nth",
    )
    return bool(wrong == 0)


@pytest.mark.parametrize("went_on", [False, True])
async def test_a_journal_takes_back_what_it_told_and_goes_on_above(
    here: Department, went_on: bool
) -> None:
    first, second, third, fourth = await here.proposals(4)
    await confirm_as_it_stands(here, first)
    await eventually(here.settled)
    async with kept(here.superusers["internships"]) as put_back:
        for placement in (second, third, fourth):
            await confirm_as_it_stands(here, placement)
        await here.proposals(1, first=4)
        await eventually(here.settled)
        assert await here.covered() == 4
        await put_back()
    if went_on:
        # Told under the numbers and versions of what was lost: nobody hears of it.
        await here.confirm_at_last(second, uuid4())
        await eventually(here.settled)
        assert await here.covered() == 4

    trouble = await the_older(here)
    assert trouble.services == ("internships",)
    assert "de son journal" in trouble.finding.what
    await compare(here)
    assert await the_older(here) == trouble  # a comparison hides nothing
    lines, someone_is_needed = await repair.restored(here.network.settings)

    told_of_it = next(line for line in lines if line.startswith("internships"))
    assert "repris du bus dans le journal" in told_of_it
    assert "qui n’y sont plus" in told_of_it
    assert not someone_is_needed, lines
    assert any("remplis de nouveau" in line for line in lines) is went_on
    assert await no_longer_older(here)
    assert await numbered(here)
    await eventually(lambda: complete(here))

    await confirm_as_it_stands(here, third)
    await eventually(here.settled)
    assert await here.covered() == (3 if went_on else 2)
    models = await here.read_models()
    await rebuild(here.network.settings)
    assert await here.read_models() == models
    assert await numbered(here)
