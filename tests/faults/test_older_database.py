"""One database alone is put back from a backup: the doctor says so, and one command mends it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from contracts.partnerships.actions import ActionKind
from contracts.partnerships.partnerships import PartnershipStage
from deploy.doctor.diagnosis import Trouble, examine, told
from deploy.operations import repair, republication
from deploy.operations.audit import audit
from deploy.operations.audit import told as told_of_audit
from deploy.operations.supervision import rebuild
from services.partnerships.actions.commands import hold_action, plan_action
from services.partnerships.actions.model import ActionDetails
from tests.faults.department import Department
from tests.faults.older_copy import kept
from tests.faults.reconciling import compare, complete, said
from tests.internships.world import CARE, NOW, TODAY
from tests.partnerships.world import Bureau
from tests.support.network import HERE
from tests.support.services import Published, ServiceDatabases
from tests.support.waiting import eventually

OLDER = "database-older"
MISSING = "companies-missing"
UNTIL_ACTIVE = (
    PartnershipStage.CONTACTED,
    PartnershipStage.IN_DISCUSSION,
    PartnershipStage.ACTIVE,
)


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


async def differences(here: Department) -> dict[str, tuple[str, ...]]:
    found = await audit(here.network.settings, now=NOW)
    return {one.uai: one.differences for one in found if one.differences}


async def agrees(here: Department) -> bool:
    found = await audit(here.network.settings, now=NOW)
    waits = {"couverture", "registre"}
    return not any(one.differences or waits & set(one.kept) for one in found)


async def test_figures_agree_again_once_an_older_tracker_took_back_its_facts(
    here: Department,
) -> None:
    first, second, third = await here.proposals(3)
    await confirm_as_it_stands(here, first)
    await eventually(here.settled)
    async with kept(here.superusers["internships"]) as put_back:
        for placement in (second, third):
            await confirm_as_it_stands(here, placement)
        # A period that the older copy knows nothing of, and whom it is for.
        formation = await here.lycee.opens(CARE)
        await here.lycee.imports("NOUVEL Ami 2ASSP", classes={"2ASSP": formation})
        await here.lycee.publishes_a_period(formation)
        await eventually(here.settled)
        assert await here.covered() == 3
        await put_back()
    assert await differences(here) != {}
    lines, someone_is_needed = await repair.restored(here.network.settings)
    assert not someone_is_needed, lines

    await eventually(partial(agrees, here))
    await eventually(here.settled)
    assert await here.covered() == 1
    concerned = "SELECT sum(concerned) FROM coverages"
    assert await here.one("supervision", concerned) == await here.one("internships", concerned)
    withdrawn = "SELECT count(*) FROM network_journal WHERE event = 'placement_withdrawn'"
    assert await here.one("supervision", withdrawn) == 2
    models = await here.read_models()
    await rebuild(here.network.settings)
    assert await here.read_models() == models


@pytest.fixture
def bureau(here: Department, published: Published) -> Bureau:
    """The bureau of the lycée, at its registry."""
    return Bureau(HERE, here.network.runtime("partnerships").work, published)


async def knows(bureau: Bureau, name: str) -> UUID:
    """A company that is met, becomes a partner, and takes part in a visit."""
    company_id = await bureau.registers(name, distinct=True, siren=None)
    await takes_part(bureau, company_id)
    return company_id


async def takes_part(bureau: Bureau, company_id: UUID) -> None:
    await bureau.logs(company_id)
    partnership = await bureau.opens_a_partnership(company_id)
    for version, stage in enumerate(UNTIL_ACTIVE, start=1):
        await bureau.moves(partnership, version, stage)
    details = ActionDetails(kind=ActionKind.VISIT, title="Visite de l’usine", planned_on=TODAY)
    action = await bureau.do(plan_action, details=details, company_id=company_id, now=NOW)
    await bureau.do(
        hold_action, action_id=action, version=1, on=TODAY, pupils=24, teachers=2, now=NOW
    )


@pytest.mark.parametrize("enter", [True, False])
async def test_the_registry_agrees_again_once_it_took_back_its_facts(
    here: Department, bureau: Bureau, enter: bool
) -> None:
    await knows(bureau, "Menuiserie Castel")
    met_later = await bureau.registers("Garage Delmas", distinct=True, siren=None)
    await eventually(here.settled)
    async with kept(here.superusers["partnerships"]) as put_back:
        lost = await knows(bureau, "Boulangerie Lacaze")
        await takes_part(bureau, met_later)
        await eventually(here.settled)
        await put_back()
    await eventually(partial(differs, here))
    lines, someone_is_needed = await repair.restored(here.network.settings)
    assert not someone_is_needed, lines

    await eventually(partial(agrees, here))
    await eventually(here.settled)
    onboarded = "SELECT count(*) FROM counted_facts WHERE kind = 'meeting'"
    assert await here.one("supervision", onboarded) == 3
    active = "SELECT count(*) FROM partnerships WHERE stage = 'active'"
    assert await here.one("supervision", active) == 1
    # What is met for the first time is told once for ever: not again after a backup.
    await bureau.logs(met_later)
    await eventually(here.settled)
    assert await here.one("supervision", onboarded) == 3
    assert await agrees(here)

    hosts = "SELECT count(*) FROM host_sites WHERE company_id = $1 AND listed"
    assert await here.one("internships", hosts, lost) == 1
    listed = await republication.list_missing(here.network.settings)
    assert f"{lost}  Boulangerie Lacaze (dite par {HERE})" in listed
    settings = here.network.settings
    (missing,) = [one for one in await examine(settings) if one.finding.code == MISSING]
    assert "la fiche de 1\u00a0entreprise" in missing.finding.what
    [done, *_] = await republication.settle_missing(settings, enter=enter, now=datetime.now(UTC))
    assert done.endswith("\u202f: 1.")
    [none_left] = await republication.list_missing(settings)
    assert none_left == "Le registre a toutes les entreprises dont il a parlé."
    assert MISSING not in {one.finding.code for one in await examine(settings)}
    await eventually(partial(agrees, here))
    await eventually(here.settled)
    assert await here.one("internships", hosts, lost) == int(enter)
    if enter:
        card = await bureau.card(lost)
        assert card.details.name == "Boulangerie Lacaze"
        await bureau.logs(lost)
        await eventually(here.settled)
        assert await here.one("supervision", onboarded) == 3


async def test_figures_an_earlier_release_left_apart_agree_once_they_are_told_again(
    here: Department,
) -> None:
    placements = await here.proposals(2)
    for placement in placements:
        await confirm_as_it_stands(here, placement)
    await eventually(here.settled)
    # As an older copy that took back its facts is, told by nobody: its rows are behind what it told.
    await here.superusers["internships"].execute(
        "UPDATE placements SET status = 'proposed', confirmed_on = NULL, confirmed_by = NULL"
        " WHERE placement_id = $1",
        placements[0],
    )
    await here.superusers["internships"].execute("UPDATE coverages SET host_agreed = 1")
    assert await differs(here)
    *_, todo = told_of_audit(await audit(here.network.settings, now=NOW))
    assert "passerelle republish" in todo
    lines, left = await republication.republish(here.network.settings, now=datetime.now(UTC))
    assert not left, lines
    await eventually(partial(agrees, here))
    assert await here.covered() == 1
    counted = await here.one("internships", "SELECT max(position) FROM journal")
    await republication.republish(here.network.settings, now=datetime.now(UTC))
    newer = "SELECT subject FROM journal WHERE position > $1 AND subject NOT LIKE '%totals%'"
    assert await here.one("internships", newer, counted) is None


async def differs(here: Department) -> bool:
    return bool(await differences(here))
