"""Several people at once: one wins, the figures add up."""

import asyncio
from collections.abc import Awaitable, Sequence
from functools import partial
from uuid import UUID

import pytest

from contracts.internships.agreements import AgreementPreparedV1, Signer
from contracts.internships.follow_up import ReferentAssignedV1
from contracts.internships.periods import (
    CoverageChangedV1,
    HostAgreedV1,
    PlacementConfirmedV1,
    PlacementProposedV1,
)
from services.chassis.base.errors import Conflict, StaleVersion
from services.chassis.unit_of_work.unit_of_work import Scope
from services.internships.exemptions.commands import exempt_pupil
from services.internships.participations.model import ExemptionReason, PupilExempted
from services.internships.referents.commands import assign_referents, name_referents
from services.internships.signatures.commands.decide_signers import decide_signers
from services.internships.signatures.commands.prepare_agreements import prepare_agreements
from tests.internships.world import ELEC, NOW, Lycee
from tests.support.waiting import eventually

AT_ONCE = 20


async def a_class(lycee: Lycee, pupils: int) -> tuple[Sequence[UUID], UUID]:
    formation = await lycee.opens(ELEC)
    names = [f"NOM{rank:02d} Zoé 2ELEC" for rank in range(pupils)]
    ids = await lycee.imports(*names, classes={"2ELEC": formation})
    return ids, await lycee.publishes_a_period(formation)


async def at_once(lycee: Lycee, attempts: Sequence[Awaitable[object]]) -> tuple[int, int]:
    """How many succeeded and how many were refused; any other error is raised."""
    # Every connection is open beforehand: opening them would have the attempts take turns.
    await asyncio.gather(*(lycee.knows_a_host() for _ in range(AT_ONCE)))
    outcomes = await asyncio.gather(*attempts, return_exceptions=True)
    refused = [o for o in outcomes if isinstance(o, Conflict)]
    for outcome in outcomes:
        if isinstance(outcome, BaseException) and not isinstance(outcome, Conflict):
            raise outcome
    return len(outcomes) - len(refused), len(refused)


async def test_of_twenty_simultaneous_confirmations_one_wins(lycee: Lycee) -> None:
    (pupil,), period = await a_class(lycee, 1)
    placement = await lycee.proposes(pupil, period, await lycee.knows_a_host())

    outcome = await at_once(lycee, [lycee.confirms(placement) for _ in range(AT_ONCE)])

    assert outcome == (1, AT_ONCE - 1)
    assert len(await lycee.published(HostAgreedV1)) == 1
    assert len(await lycee.published(PlacementConfirmedV1)) == 1


async def test_of_twenty_simultaneous_proposals_to_a_pupil_one_wins(lycee: Lycee) -> None:
    (pupil,), period = await a_class(lycee, 1)
    site = await lycee.knows_a_host()

    outcome = await at_once(lycee, [lycee.proposes(pupil, period, site) for _ in range(AT_ONCE)])

    assert outcome == (1, AT_ONCE - 1)
    assert len(await lycee.published(PlacementProposedV1)) == 1


async def test_of_twenty_simultaneous_first_assignments_one_holds(lycee: Lycee) -> None:
    (pupil,), period = await a_class(lycee, 1)
    names = [f"M. Roux {rank}" for rank in range(AT_ONCE)]
    teachers = await lycee.do(name_referents, names=names, now=lycee.now)
    attempts = [
        lycee.do(assign_referents, period_id=period, shown={}, chosen={pupil: one}, now=lycee.now)
        for one in teachers
    ]

    assert await at_once(lycee, attempts) == (AT_ONCE, 0)
    [told] = await lycee.published(ReferentAssignedV1)
    assert told.referent_id == await lycee.superuser.fetchval("SELECT referent_id FROM followings")


async def test_a_proposal_waits_for_the_exemption_somebody_else_is_recording(lycee: Lycee) -> None:
    (pupil,), period = await a_class(lycee, 1)
    site = await lycee.knows_a_host()

    async with lycee.units.begin(Scope(frozenset({lycee.uai})), now=NOW) as uow:
        await exempt_pupil(
            uow,
            period_id=period,
            pupil_year_id=pupil,
            reason=ExemptionReason.APPRENTICESHIP,
            now=NOW,
        )
        proposal = asyncio.create_task(lycee.proposes(pupil, period, site))
        await eventually(partial(somebody_waits, lycee))

    with pytest.raises(PupilExempted):
        await proposal


async def test_two_who_prepare_a_class_at_once_prepare_each_agreement_once(lycee: Lycee) -> None:
    (pupil,), period = await a_class(lycee, 1)
    await lycee.places(pupil, period, await lycee.knows_a_host())
    class_id: UUID = await lycee.superuser.fetchval("SELECT class_id FROM classes")

    async with lycee.units.begin(Scope(frozenset({lycee.uai})), now=NOW) as uow:
        first = await prepare_agreements(uow, period_id=period, class_id=class_id, now=NOW)
        other = asyncio.create_task(
            lycee.do(prepare_agreements, period_id=period, class_id=class_id, now=NOW)
        )
        await eventually(partial(somebody_waits, lycee))

    assert (first.changed, (await other).changed) == (1, 0)
    assert len(await lycee.published(AgreementPreparedV1)) == 1


async def test_of_two_who_first_decide_who_signs_one_is_told_of_the_other(lycee: Lycee) -> None:
    chosen = [Signer.TUTOR]
    async with lycee.units.begin(Scope(frozenset({lycee.uai})), now=NOW) as uow:
        await decide_signers(uow, uai=lycee.uai, version=0, signers=chosen, now=NOW)
        other = asyncio.create_task(
            lycee.do(decide_signers, uai=lycee.uai, version=0, signers=[], now=NOW)
        )
        await eventually(partial(somebody_waits, lycee))

    with pytest.raises(StaleVersion):
        await other


async def somebody_waits(lycee: Lycee) -> bool:
    waiting: int = await lycee.superuser.fetchval(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    return waiting > 0


async def test_confirmation_and_withdrawal_at_once_leave_one_of_the_two(lycee: Lycee) -> None:
    (pupil,), period = await a_class(lycee, 1)
    placement = await lycee.proposes(pupil, period, await lycee.knows_a_host())

    outcome = await at_once(
        lycee, [lycee.confirms(placement), lycee.withdraws(placement, version=1)]
    )

    assert outcome == (1, 1)


async def test_pupils_placed_at_once_are_all_counted_and_one_finds_the_new_host(
    lycee: Lycee,
) -> None:
    pupils, period = await a_class(lycee, AT_ONCE)
    site = await lycee.knows_a_host()
    placements = [await lycee.proposes(pupil, period, site) for pupil in pupils]

    await asyncio.gather(*(lycee.confirms(placement) for placement in placements))

    told = await lycee.published(CoverageChangedV1)
    assert [c.host_agreed for c in told] == list(range(AT_ONCE + 1))
    assert sum(c.new_host for c in await lycee.published(PlacementConfirmedV1)) == 1
