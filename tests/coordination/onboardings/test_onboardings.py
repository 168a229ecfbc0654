"""Taking over a bureau: the steps the supervisor keeps, opened for a lycée, ticked by its bureau alone."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
import pytest_asyncio

from contracts.identifiers import Uai
from contracts.portal.handovers import HandoverCancelledV1, HandoverId, HandoverPlannedV1
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.onboardings.commands import (
    add_step,
    begin_onboarding,
    close_onboarding,
    correct_step,
    reopen_onboarding,
    show_step,
    tick_step,
)
from services.coordination.onboardings.model import (
    FIRST_STEPS,
    OnboardingLyceeUnknown,
    OnboardingOver,
    OnboardingRunning,
    Progress,
    StepMoved,
)
from services.coordination.onboardings.queries import read_progress
from services.coordination.onboardings.reactions import close_the_list, open_the_list
from services.coordination.onboardings.retention import RULES
from services.coordination.onboardings.store import Steps
from tests.coordination.accounts.world import the_lycees
from tests.coordination.world import NOW, Somebody, people
from tests.support.network import ELSEWHERE, HERE, Network

BEGUN = date(2026, 11, 9)
FIRST = FIRST_STEPS[0].id
PAGE = "/prise-de-poste"


async def begins(supervisor: Somebody, lycee: Uai = HERE) -> UUID:
    await the_lycees(supervisor)
    return await supervisor.do(begin_onboarding, lycee=lycee, begun_on=BEGUN)


async def progress(who: Somebody) -> list[Progress]:
    return list(await who.do(read_progress))


async def ticks(who: Somebody, onboarding_id: UUID, step_id: UUID, *, done: bool = True) -> None:
    await who.do(
        tick_step, onboarding_id=onboarding_id, step_id=step_id, done=done, now=who.later()
    )


async def test_a_bureau_ticks_its_own_steps_and_the_supervisor_sees_how_far(
    bureau: Somebody, other_bureau: Somebody, supervisor: Somebody
) -> None:
    onboarding_id = await begins(supervisor)
    [mine] = await progress(bureau)
    assert (mine.many_done, len(mine.steps)) == (0, len(FIRST_STEPS))
    assert mine.late == sum(step.week <= 2 for step in FIRST_STEPS)
    for _ in range(2):
        await ticks(bureau, onboarding_id, FIRST)
    [seen] = await progress(supervisor)
    assert (seen.lycee, seen.many_done) == ("Lycée Bourdelle", 1)
    assert await progress(other_bureau) == []
    for who, step_id in ((other_bureau, FIRST), (bureau, uuid4())):
        with pytest.raises(NotFound):
            await ticks(who, onboarding_id, step_id)
    await ticks(bureau, onboarding_id, FIRST, done=False)
    assert (await progress(bureau))[0].many_done == 0


async def test_a_list_is_open_once_at_a_time_closed_and_opened_again(
    bureau: Somebody, supervisor: Somebody
) -> None:
    onboarding_id = await begins(supervisor)
    with pytest.raises(OnboardingRunning):
        await begins(supervisor)
    with pytest.raises(OnboardingLyceeUnknown):
        await begins(supervisor, supervisor.units.department_uai)
    with pytest.raises(StaleVersion):
        await supervisor.do(close_onboarding, onboarding_id=onboarding_id, version=9, now=NOW)
    await supervisor.do(close_onboarding, onboarding_id=onboarding_id, version=1, now=NOW)
    assert await progress(bureau) == []
    with pytest.raises(OnboardingOver):
        await ticks(bureau, onboarding_id, FIRST)
    other = await begins(supervisor)
    with pytest.raises(OnboardingRunning):
        await supervisor.do(reopen_onboarding, onboarding_id=onboarding_id, version=2)
    await supervisor.do(close_onboarding, onboarding_id=other, version=1, now=NOW)
    await supervisor.do(reopen_onboarding, onboarding_id=onboarding_id, version=2)
    assert [one.onboarding.id for one in await progress(bureau)] == [onboarding_id]


async def test_the_supervisor_changes_the_list_and_what_is_done_stays_done(
    bureau: Somebody, supervisor: Somebody
) -> None:
    onboarding_id = await begins(supervisor)
    await ticks(bureau, onboarding_id, FIRST)
    step: dict[str, Any] = {"text": "Lire la charte", "week": 2, "link": None, "position": 5}
    added = await supervisor.do(add_step, **step)
    await supervisor.do(
        correct_step, step_id=FIRST, version=1, **{**step, "text": "Lire le dossier"}
    )
    with pytest.raises(StepMoved):
        await supervisor.do(show_step, step_id=FIRST, version=1, shown=False)
    await supervisor.do(show_step, step_id=added, version=1, shown=False)
    [mine] = await progress(bureau)
    assert (len(mine.steps), mine.many_done) == (len(FIRST_STEPS), 1)
    assert mine.steps[0].text == "Lire le dossier"
    await supervisor.do(show_step, step_id=added, version=2, shown=True)
    assert len(await bureau.do(lambda uow: Steps(uow).all())) == len(FIRST_STEPS) + 1


async def test_a_hand_over_that_is_told_opens_the_list_and_one_that_is_called_off_closes_it(
    bureau: Somebody, supervisor: Somebody
) -> None:
    handover_id = HandoverId(uuid4())
    planned = HandoverPlannedV1(handover_id=handover_id, from_on=BEGUN, occurred_on=BEGUN)
    cancelled = HandoverCancelledV1(handover_id=handover_id, occurred_on=BEGUN)
    await bureau.do(lambda uow: close_the_list(cancelled, uow))
    for _ in range(2):
        await bureau.do(lambda uow: open_the_list(planned, uow))
    assert [one.onboarding.begun_on for one in await progress(supervisor)] == [BEGUN]
    for _ in range(2):
        await bureau.do(lambda uow: close_the_list(cancelled, uow))
    assert await progress(supervisor) == []
    await bureau.do(lambda uow: open_the_list(planned, uow))
    assert await progress(supervisor) == []


@pytest.mark.parametrize(("days", "begun_on"), [(55, BEGUN), (56, BEGUN + timedelta(days=56))])
async def test_who_takes_over_later_finds_a_list_nobody_ticked(
    bureau: Somebody, other_bureau: Somebody, supervisor: Somebody, days: int, begun_on: date
) -> None:
    before = await begins(supervisor)
    await begins(supervisor, ELSEWHERE)
    await ticks(bureau, before, FIRST)
    planned = HandoverPlannedV1(
        handover_id=HandoverId(uuid4()), from_on=BEGUN + timedelta(days=days), occurred_on=BEGUN
    )
    for _ in range(2):
        await bureau.do(lambda uow: open_the_list(planned, uow))
    (found,) = await progress(bureau)
    assert found.onboarding.begun_on == begun_on
    assert (FIRST in found.done) is (begun_on == BEGUN)
    assert [one.onboarding.begun_on for one in await progress(other_bureau)] == [BEGUN]


async def test_a_hand_over_called_off_gives_back_the_list_it_had_ended(
    bureau: Somebody, supervisor: Somebody
) -> None:
    before = await begins(supervisor)
    await ticks(bureau, before, FIRST)
    handover_id = HandoverId(uuid4())
    later = BEGUN + timedelta(days=90)
    planned = HandoverPlannedV1(handover_id=handover_id, from_on=later, occurred_on=BEGUN)
    cancelled = HandoverCancelledV1(handover_id=handover_id, occurred_on=BEGUN)
    await bureau.do(lambda uow: open_the_list(planned, uow))
    assert [one.onboarding.begun_on for one in await progress(bureau)] == [later]
    for _ in range(2):
        await bureau.do(lambda uow: close_the_list(cancelled, uow))
    (found,) = await progress(bureau)
    assert (found.onboarding.id, FIRST in found.done) == (before, True)


async def test_it_goes_two_years_after_it_was_closed(
    bureau: Somebody, supervisor: Somebody
) -> None:
    onboarding_id = await begins(supervisor)
    await ticks(bureau, onboarding_id, FIRST)
    await supervisor.do(close_onboarding, onboarding_id=onboarding_id, version=1, now=NOW)
    [rule] = RULES
    for days, due in ((729, 0), (731, 1)):
        now = NOW + timedelta(days=days)

        async def purge(uow: UnitOfWork, now: Any = now) -> int:
            found = await rule.find(uow, now=now, limit=10)
            return len(await rule.remove(uow, [one.id for one in found], now))

        assert await supervisor.do(purge) == due


@pytest_asyncio.fixture
async def network(network: Network) -> Network:
    await the_lycees(people(network.runtime("coordination").work)[1])
    return network


async def sends(browser: httpx2.AsyncClient, path: str, **fields: str) -> httpx2.Response:
    return await browser.post(
        path, data={"command_id": str(uuid4()), **fields}, follow_redirects=True
    )


async def test_the_pages_of_both_sides(network: Network) -> None:
    rbde = await network.client_as(Role.RBDE, HERE)
    other = await network.client_as(Role.RBDE, ELSEWHERE)
    supervisor = await network.client_as(Role.SUPERVISOR)
    assert "Aucune prise de poste n’est ouverte pour votre lycée." in (await rbde.get(PAGE)).text
    refused = await sends(supervisor, f"{PAGE}/ouverture", lycee=HERE, begun_on="")
    assert refused.status_code == 422
    opened = await sends(supervisor, f"{PAGE}/ouverture", lycee=HERE, begun_on="2026-11-09")
    assert "Prise de poste ouverte" in opened.text
    again = await sends(supervisor, f"{PAGE}/ouverture", lycee=HERE, begun_on="2026-11-09")
    assert (again.status_code, "déjà ouverte" in again.text) == (409, True)

    page = (await rbde.get(PAGE)).text
    about = {
        "onboarding_id": page.split('name="onboarding_id" value="')[1].split('"')[0],
        "onboarding_step_id": str(FIRST),
    }
    assert "1\u202fétape faite" in (await sends(rbde, f"{PAGE}/faite", **about)).text.replace(
        "\u00a0", "\u202f"
    )
    assert (await sends(other, f"{PAGE}/faite", **about)).status_code == 404
    assert (
        "Lire le dossier de passation"
        not in (await rbde.get("/reseau/fragments/prise-de-poste")).text
    )
    assert (await other.get("/reseau/fragments/prise-de-poste")).text.strip() == ""

    assert (await rbde.get(f"{PAGE}/etapes")).status_code == 404
    edit = (await supervisor.get(f"{PAGE}/etapes?etape={FIRST}")).text
    assert "Corriger une étape" in edit
    step = {"text": "Lire le dossier", "week": "1", "position": "1"}
    for link in ("https://ailleurs.example", "//ailleurs.example", "/a b"):
        wrong = await sends(supervisor, f"{PAGE}/etapes", **step, link=link)
        assert (wrong.status_code, "commence par une barre" in wrong.text) == (422, True)
    changed = await sends(
        supervisor,
        f"{PAGE}/etapes/correction",
        **step,
        onboarding_step_id=str(FIRST),
        version="1",
    )
    assert "Étape corrigée." in changed.text
    assert "Lire le dossier" in (await rbde.get(PAGE)).text
