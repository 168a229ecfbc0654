"""Proposing, confirming and withdrawing a place."""

from datetime import date
from uuid import UUID

import pytest
import pytest_asyncio

from contracts.identifiers import SiteKey
from contracts.internships.periods import (
    CoverageChangedV1,
    HostAgreedV1,
    HostAgreementWithdrawnV1,
    PlacementConfirmedV1,
    PlacementOrigin,
    PlacementProposedV1,
    PlacementWithdrawnV1,
    WithdrawalReason,
)
from services.chassis.base.errors import NotFound, StaleVersion
from services.internships.hosts.model import HostUnknown
from services.internships.participations.model import PupilNotConcerned
from services.internships.periods.model import PeriodNotPublished
from services.internships.stays.model.placement import PlacementAlreadyLive
from services.internships.stays.model.states import (
    AgreementInTheFuture,
    PlacementAlreadyWithdrawn,
    PlacementNotProposed,
)
from tests.internships.world import CARE, ELEC, TODAY, Lycee


class Place:
    """A pupil, a published period and a host."""

    pupil: UUID
    other_pupil: UUID
    period: UUID
    site: SiteKey
    formation: UUID


@pytest_asyncio.fixture
async def place(lycee: Lycee) -> Place:
    at = Place()
    at.formation = await lycee.opens(ELEC)
    at.pupil, at.other_pupil = await lycee.imports(
        "MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", classes={"2ELEC": at.formation}
    )
    at.period = await lycee.publishes_a_period(at.formation)
    at.site = await lycee.knows_a_host()
    return at


async def test_a_proposed_place_is_told_inside_the_bureau_alone(lycee: Lycee, place: Place) -> None:
    before = len(await lycee.traffic())
    placement = await lycee.proposes(place.pupil, place.period, place.site)

    (told,) = (await lycee.traffic())[before:]
    assert told == PlacementProposedV1(
        placement_id=placement,
        site_key=place.site,
        pupil_year_id=place.pupil,
        period_id=place.period,
        occurred_on=TODAY,
    )


async def test_a_confirmed_place_is_told_in_two_halves_that_do_not_meet(
    lycee: Lycee, place: Place
) -> None:
    placement = await lycee.proposes(place.pupil, place.period, place.site, PlacementOrigin.PUPIL)
    await lycee.confirms(placement, on=date(2026, 11, 20))

    (agreed,) = await lycee.published(HostAgreedV1)
    assert (agreed.placement_id, agreed.site_key) == (placement, place.site)
    (confirmed,) = await lycee.published(PlacementConfirmedV1)
    assert confirmed.reference not in {placement, place.pupil}
    assert (confirmed.period_id, confirmed.mef) == (place.period, ELEC)
    assert (confirmed.origin, confirmed.new_host) == (PlacementOrigin.PUPIL, True)
    assert confirmed.occurred_on == date(2026, 11, 20)


async def test_a_confirmed_place_changes_the_coverage(lycee: Lycee, place: Place) -> None:
    await lycee.places(place.pupil, place.period, place.site)

    told = await lycee.published(CoverageChangedV1)
    assert [(c.concerned, c.host_agreed) for c in told] == [(2, 0), (2, 1)]


async def test_a_placement_is_confirmed_only_once(lycee: Lycee, place: Place) -> None:
    placement = await lycee.places(place.pupil, place.period, place.site)

    with pytest.raises(PlacementNotProposed):
        await lycee.confirms(placement, version=2)

    assert len(await lycee.published(PlacementConfirmedV1)) == 1


async def test_a_host_cannot_have_agreed_tomorrow(lycee: Lycee, place: Place) -> None:
    placement = await lycee.proposes(place.pupil, place.period, place.site)
    with pytest.raises(AgreementInTheFuture):
        await lycee.confirms(placement, on=date(2026, 11, 25))


async def test_a_second_pupil_at_the_same_site_is_no_new_host(lycee: Lycee, place: Place) -> None:
    await lycee.places(place.pupil, place.period, place.site)
    await lycee.places(place.other_pupil, place.period, place.site)

    assert [c.new_host for c in await lycee.published(PlacementConfirmedV1)] == [True, False]


async def test_a_pupil_has_one_live_place_for_a_period(lycee: Lycee, place: Place) -> None:
    await lycee.proposes(place.pupil, place.period, place.site)
    with pytest.raises(PlacementAlreadyLive):
        await lycee.proposes(place.pupil, place.period, place.site)


async def test_a_withdrawn_agreement_is_told_to_both_audiences(lycee: Lycee, place: Place) -> None:
    placement = await lycee.places(place.pupil, place.period, place.site)
    await lycee.withdraws(placement, version=2, reason=WithdrawalReason.HOST)

    (withdrawn,) = await lycee.published(HostAgreementWithdrawnV1)
    assert (withdrawn.placement_id, withdrawn.reason) == (placement, WithdrawalReason.HOST)
    (confirmed,) = await lycee.published(PlacementConfirmedV1)
    (told,) = await lycee.published(PlacementWithdrawnV1)
    assert told.reference == confirmed.reference
    assert (await lycee.published(CoverageChangedV1))[-1].host_agreed == 0


async def test_a_place_nobody_agreed_to_is_withdrawn_without_a_word(
    lycee: Lycee, place: Place
) -> None:
    placement = await lycee.proposes(place.pupil, place.period, place.site)
    before = len(await lycee.traffic())
    await lycee.withdraws(placement, version=1, reason=WithdrawalReason.PUPIL)

    assert len(await lycee.traffic()) == before


async def test_after_a_withdrawal_another_place_is_proposed(lycee: Lycee, place: Place) -> None:
    placement = await lycee.places(place.pupil, place.period, place.site)
    await lycee.withdraws(placement, version=2)
    with pytest.raises(PlacementAlreadyWithdrawn):
        await lycee.withdraws(placement, version=3)

    assert await lycee.places(place.pupil, place.period, place.site) != placement


async def test_a_form_shown_before_somebody_else_acted_is_refused(
    lycee: Lycee, place: Place
) -> None:
    placement = await lycee.places(place.pupil, place.period, place.site)
    with pytest.raises(StaleVersion) as refused:
        await lycee.withdraws(placement, version=1)
    assert refused.value.current == {
        "version": 2,
        "status": "confirmed",
        "on": TODAY,
    }


async def test_a_draft_period_takes_no_placement(lycee: Lycee, place: Place) -> None:
    draft = await lycee.drafts_a_period(place.formation)
    with pytest.raises(PeriodNotPublished):
        await lycee.proposes(place.pupil, draft, place.site)


async def test_a_period_of_another_formation_takes_no_placement(lycee: Lycee, place: Place) -> None:
    period = await lycee.publishes_a_period(await lycee.opens(CARE, "1re pro ASSP"))
    with pytest.raises(PupilNotConcerned):
        await lycee.proposes(place.pupil, period, place.site)


async def test_a_site_no_event_told_of_is_refused(lycee: Lycee, place: Place) -> None:
    with pytest.raises(HostUnknown):
        await lycee.proposes(place.pupil, place.period, SiteKey.local(place.pupil))


async def test_another_lycee_finds_neither_pupil_nor_placement(
    lycee: Lycee, other_lycee: Lycee, place: Place
) -> None:
    placement = await lycee.proposes(place.pupil, place.period, place.site)
    with pytest.raises(NotFound):
        await other_lycee.confirms(placement)
    with pytest.raises(NotFound):
        await other_lycee.proposes(place.other_pupil, place.period, place.site)
