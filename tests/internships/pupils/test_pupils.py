"""Exempting a pupil, a departure and a return."""

from datetime import date
from uuid import UUID

import pytest
import pytest_asyncio

from contracts.internships.periods import (
    CoverageChangedV1,
    HostAgreementWithdrawnV1,
    PlacementWithdrawnV1,
    WithdrawalReason,
)
from services.chassis.base.errors import NotFound, StaleVersion
from services.internships.exemptions.commands import PupilNotExempted, exempt_pupil, lift_exemption
from services.internships.leavers.commands import cancel_departure, record_departure
from services.internships.participations.model import (
    ExemptionReason,
    PupilExempted,
    PupilHasAPlacement,
    PupilNotConcerned,
)
from services.internships.pupils.model import DepartureInTheFuture, PupilLeft, PupilNotLeft
from tests.internships.world import CARE, ELEC, NOW, TODAY, Lycee


class Class:
    """Two pupils of a class, in a published period."""

    lea: UUID
    tom: UUID
    period: UUID


@pytest_asyncio.fixture
async def class_(lycee: Lycee) -> Class:
    at = Class()
    formation = await lycee.opens(ELEC)
    at.lea, at.tom = await lycee.imports(
        "MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", classes={"2ELEC": formation}
    )
    at.period = await lycee.publishes_a_period(formation)
    return at


async def exempt(lycee: Lycee, pupil: UUID, period: UUID) -> None:
    await lycee.do(
        exempt_pupil,
        period_id=period,
        pupil_year_id=pupil,
        reason=ExemptionReason.APPRENTICESHIP,
        now=NOW,
    )


async def leaves(lycee: Lycee, pupil: UUID, on: date = TODAY, version: int = 1) -> None:
    await lycee.do(record_departure, pupil_year_id=pupil, version=version, on=on, now=NOW)


async def lift(lycee: Lycee, pupil: UUID, period: UUID) -> None:
    await lycee.do(lift_exemption, period_id=period, pupil_year_id=pupil, now=NOW)


async def comes_back(lycee: Lycee, pupil: UUID, version: int) -> None:
    await lycee.do(cancel_departure, pupil_year_id=pupil, version=version, now=NOW)


async def last_figures(lycee: Lycee) -> tuple[int, int, int, int]:
    told = (await lycee.published(CoverageChangedV1))[-1]
    return told.concerned, told.exempted, told.left, told.host_agreed


async def test_an_exempted_pupil_stays_counted_but_needs_no_place(
    lycee: Lycee, class_: Class
) -> None:
    await exempt(lycee, class_.lea, class_.period)
    assert await last_figures(lycee) == (2, 1, 0, 0)

    site = await lycee.knows_a_host()
    with pytest.raises(PupilExempted):
        await lycee.proposes(class_.lea, class_.period, site)
    with pytest.raises(PupilExempted):
        await exempt(lycee, class_.lea, class_.period)


async def test_a_lifted_exemption_has_the_pupil_look_for_a_place(
    lycee: Lycee, class_: Class
) -> None:
    await exempt(lycee, class_.lea, class_.period)
    await lift(lycee, class_.lea, class_.period)
    assert await last_figures(lycee) == (2, 0, 0, 0)
    with pytest.raises(PupilNotExempted):
        await lift(lycee, class_.lea, class_.period)


async def test_a_pupil_with_a_place_is_not_exempted_before_the_host_is_told(
    lycee: Lycee, class_: Class
) -> None:
    await lycee.proposes(class_.lea, class_.period, await lycee.knows_a_host())
    with pytest.raises(PupilHasAPlacement):
        await exempt(lycee, class_.lea, class_.period)


async def test_a_pupil_is_exempted_only_from_a_period_that_is_for_them(
    lycee: Lycee, class_: Class
) -> None:
    period = await lycee.publishes_a_period(await lycee.opens(CARE, "1re pro ASSP"))
    with pytest.raises(PupilNotConcerned):
        await exempt(lycee, class_.lea, period)


async def test_a_pupil_who_leaves_gives_up_their_place_in_the_same_breath(
    lycee: Lycee, class_: Class
) -> None:
    placement = await lycee.places(class_.lea, class_.period, await lycee.knows_a_host())
    await leaves(lycee, class_.lea)

    (told,) = await lycee.published(HostAgreementWithdrawnV1)
    assert (told.placement_id, told.reason) == (placement, WithdrawalReason.PUPIL)
    assert len(await lycee.published(PlacementWithdrawnV1)) == 1
    assert await last_figures(lycee) == (2, 0, 1, 0)


async def test_a_period_already_over_keeps_its_figures_after_a_departure(
    lycee: Lycee, class_: Class
) -> None:
    await lycee.places(class_.lea, class_.period, await lycee.knows_a_host())
    before = await last_figures(lycee)
    lycee.now = NOW.replace(year=2027, month=3)
    await lycee.do(
        record_departure,
        pupil_year_id=class_.lea,
        version=1,
        on=date(2027, 3, 1),
        now=lycee.now,
    )
    assert await last_figures(lycee) == before
    assert await lycee.published(PlacementWithdrawnV1) == []


async def test_a_departure_is_recorded_once_and_cancelled_once(lycee: Lycee, class_: Class) -> None:
    await leaves(lycee, class_.lea)
    with pytest.raises(PupilLeft):
        await leaves(lycee, class_.lea, version=2)
    with pytest.raises(StaleVersion):
        await leaves(lycee, class_.lea, version=1)

    await comes_back(lycee, class_.lea, version=2)
    assert await last_figures(lycee) == (2, 0, 0, 0)
    with pytest.raises(PupilNotLeft):
        await comes_back(lycee, class_.lea, version=3)


async def test_nobody_has_left_tomorrow(lycee: Lycee, class_: Class) -> None:
    with pytest.raises(DepartureInTheFuture):
        await leaves(lycee, class_.lea, on=date(2026, 11, 25))


async def test_a_pupil_who_left_is_offered_no_place(lycee: Lycee, class_: Class) -> None:
    await leaves(lycee, class_.lea)
    with pytest.raises(PupilLeft):
        await lycee.proposes(class_.lea, class_.period, await lycee.knows_a_host())


async def test_another_lycee_finds_no_such_pupil(
    lycee: Lycee, other_lycee: Lycee, class_: Class
) -> None:
    assert lycee.uai != other_lycee.uai
    with pytest.raises(NotFound):
        await leaves(other_lycee, class_.lea)
    with pytest.raises(NotFound):
        await exempt(other_lycee, class_.lea, class_.period)
