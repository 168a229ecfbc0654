"""What the internship tracker tells the services that write to hosts."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from contracts.identifiers import Mef, PlacementId, SiteKey
from contracts.internships.hosting import FormationHostsRequest, MinorsHostedRequest
from contracts.internships.periods import (
    PLACEMENT_DATES,
    PLACEMENT_LETTER,
    PlacementDates,
    PlacementLetter,
    PlacementRequest,
)
from deploy.nats.durables import BusService
from services.chassis.application.application import build_app
from services.chassis.base.errors import NotFound
from services.chassis.base.settings import Settings
from services.chassis.questions import Asker, QuestionRefused
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.internships.answers import (
    dates_of_a_placement,
    hosts_of_a_formation,
    letter_of_a_placement,
    minors_at_a_site,
)
from services.internships.calendars.commands import reschedule_period
from services.internships.service import SERVICE
from tests.internships.world import BOURDELLE, CARE, ELEC, ELSEWHERE, ENDS, STARTS, Lycee
from tests.support.bus import Declared, bus_of, generated_server
from tests.support.servers import own_folder

R = TypeVar("R")
FORMATION = "2de pro Électricité"


class Place:
    """A pupil placed at a site."""

    placement: UUID
    period: UUID
    site: SiteKey


@pytest_asyncio.fixture
async def place(lycee: Lycee) -> Place:
    at = Place()
    formation = await lycee.opens(ELEC, FORMATION)
    await lycee.opens(CARE, "2de pro Soins")
    (pupil,) = await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    at.period = await lycee.publishes_a_period(formation)
    at.site = await lycee.knows_a_host()
    at.placement = await lycee.places(pupil, at.period, at.site)
    return at


async def answer(
    lycee: Lycee,
    handler: Callable[[PlacementRequest, UnitOfWork], Awaitable[R]],
    placement: UUID,
) -> R:
    async with lycee.units.begin(Scope(frozenset({lycee.uai}))) as uow:
        return await handler(PlacementRequest(placement_id=PlacementId(placement)), uow)


async def test_dates_are_told_without_the_pupil(lycee: Lycee, place: Place) -> None:
    told = await answer(lycee, dates_of_a_placement, place.placement)

    assert told == PlacementDates(
        standing=True, formation=FORMATION, starts_on=STARTS, ends_on=ENDS
    )
    assert "MARTIN" not in told.model_dump_json()


async def test_the_letter_names_the_pupil_and_the_site(lycee: Lycee, place: Place) -> None:
    assert await answer(lycee, letter_of_a_placement, place.placement) == PlacementLetter(
        standing=True,
        formation=FORMATION,
        starts_on=STARTS,
        ends_on=ENDS,
        pupil_name="Léa MARTIN",
        site_key=place.site,
    )


async def test_a_letter_tells_the_dates_as_they_are_when_it_leaves(
    lycee: Lycee, place: Place
) -> None:
    later = date(2027, 1, 11), date(2027, 2, 5)
    await lycee.do(
        reschedule_period,
        period_id=place.period,
        version=2,
        starts_on=later[0],
        ends_on=later[1],
        weeks=4,
        now=lycee.now,
    )

    told = await answer(lycee, dates_of_a_placement, place.placement)

    assert (told.starts_on, told.ends_on) == later


async def test_the_places_of_a_formation_are_told_as_long_as_they_stand(
    lycee: Lycee, other_lycee: Lycee, place: Place
) -> None:
    async def told(of: Lycee, mef: Mef) -> list[PlacementId]:
        async with of.units.begin(Scope(frozenset({of.uai}))) as uow:
            answer = await hosts_of_a_formation(FormationHostsRequest(mef=mef), uow)
        return list(answer.placements)

    assert await told(lycee, ELEC) == [place.placement]
    assert await told(lycee, CARE) == []
    assert await told(other_lycee, ELEC) == []
    await lycee.withdraws(place.placement, version=2)
    assert await told(lycee, ELEC) == []


async def test_a_withdrawn_place_no_longer_stands(lycee: Lycee, place: Place) -> None:
    await lycee.withdraws(place.placement, version=2)

    assert not (await answer(lycee, dates_of_a_placement, place.placement)).standing
    assert not (await answer(lycee, letter_of_a_placement, place.placement)).standing


async def test_a_place_only_proposed_does_not_stand(lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    (pupil,) = await lycee.imports("ROUX Tom 2ELEC", classes={"2ELEC": formation})
    period = await lycee.publishes_a_period(formation)
    placement = await lycee.proposes(pupil, period, await lycee.knows_a_host())

    assert not (await answer(lycee, letter_of_a_placement, placement)).standing


@pytest.mark.parametrize("handler", [dates_of_a_placement, letter_of_a_placement])
async def test_another_lycee_is_told_nothing(
    other_lycee: Lycee,
    place: Place,
    handler: Callable[[PlacementRequest, UnitOfWork], Awaitable[PlacementDates]],
) -> None:
    for unknown in (place.placement, uuid4()):
        with pytest.raises(NotFound):
            await answer(other_lycee, handler, unknown)


async def test_the_running_service_answers_over_the_bus(migrated: Settings, place: Place) -> None:
    request = PlacementRequest(placement_id=PlacementId(place.placement))
    services: list[BusService] = [SERVICE, Declared("notifications")]
    with own_folder("answers") as folder:
        async with generated_server(folder, migrated, services) as server:
            settings = migrated.replaced(nats_url=server.url)
            app = build_app(SERVICE, settings)
            async with (
                app.router.lifespan_context(app),
                bus_of(settings, "notifications") as bus,
            ):
                await app.state.runtime.bus.wait_connected()
                await app.state.runtime.bus.client.flush()
                ask = Asker(bus, service="notifications", department="82")

                letter = await ask(PLACEMENT_LETTER, BOURDELLE, request)
                dates = await ask(PLACEMENT_DATES, BOURDELLE, request)
                with pytest.raises(QuestionRefused):
                    await ask(PLACEMENT_LETTER, ELSEWHERE, request)

    assert letter.pupil_name == "Léa MARTIN"
    assert dates == PlacementDates(**letter.model_dump(include=set(PlacementDates.model_fields)))


@pytest.mark.parametrize(
    ("born", "hosted"),
    [(None, True), (date(2010, 5, 1), True), (date(2007, 1, 1), False)],
)
async def test_who_may_be_a_minor_at_a_site_is_answered_by_yes_or_no(
    lycee: Lycee, place: Place, born: date | None, hosted: bool
) -> None:
    await lycee.superuser.execute("UPDATE pupils SET born_on = $1", born)

    async def answer(*keys: SiteKey, since: date) -> bool:
        request = MinorsHostedRequest(site_keys=keys, since=since)
        return (await lycee.do(lambda uow: minors_at_a_site(request, uow))).hosted

    assert await answer(SiteKey.local(uuid4()), place.site, since=STARTS) is hosted
    assert await answer(place.site, since=ENDS + timedelta(days=1)) is False
    assert await answer(SiteKey.local(uuid4()), since=STARTS) is False
