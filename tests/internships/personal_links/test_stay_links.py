"""The link of who hosts a pupil: one for a stay, however often it is asked for, gone with the pupil."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from contracts.personal_links import HOSTED_STAY, PUPIL_PERIODS
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.internships.given_links.queries.links import read_given_links
from services.internships.personal_links.commands import (
    give_personal_link,
    open_stay_link,
    open_stay_links,
    revoke_personal_link,
)
from services.internships.personal_links.model import PersonalLink, purpose_of
from services.internships.personal_links.queries import read_open_stay_link, stay_link_url
from services.internships.pupils.model import PupilErased
from services.internships.rights.commands import erase_pupil
from tests.internships.world import BOURDELLE, ELEC, ELSEWHERE, NOW, Lycee

UNTIL = NOW + timedelta(days=90)


async def a_stay(lycee: Lycee) -> tuple[UUID, UUID]:
    """A pupil, and where they are placed."""
    formation = await lycee.opens(ELEC)
    [pupil] = await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    period = await lycee.publishes_a_period(formation)
    return pupil, await lycee.places(pupil, period, await lycee.knows_a_host())


async def opened(lycee: Lycee, placement: UUID, until: datetime = UNTIL) -> UUID:
    return await lycee.do(
        open_stay_link, placement_id=placement, uai=lycee.uai, until=until, now=lycee.now
    )


async def rows(lycee: Lycee) -> Sequence[tuple[UUID, datetime, bool]]:
    found = await lycee.superuser.fetch("SELECT * FROM personal_links ORDER BY given_at, link_id")
    return [(row["link_id"], row["expires_at"], row["revoked_at"] is None) for row in found]


async def address_of(uow: UnitOfWork, link: PersonalLink) -> str:
    return stay_link_url(uow, link)


async def test_a_stay_has_one_link_asked_twice_at_once_or_later(lycee: Lycee) -> None:
    _, placement = await a_stay(lycee)

    at_once = await asyncio.gather(*(opened(lycee, placement) for _ in range(4)))
    later = await opened(lycee, placement)

    assert {*at_once, later} == {at_once[0]}
    assert await rows(lycee) == [(later, UNTIL, True)]


async def test_it_lasts_until_the_latest_day_that_was_asked_and_a_year_at_most(
    lycee: Lycee,
) -> None:
    _, placement = await a_stay(lycee)
    link = await opened(lycee, placement)

    await opened(lycee, placement, UNTIL - timedelta(days=30))
    assert await rows(lycee) == [(link, UNTIL, True)]
    await opened(lycee, placement, UNTIL + timedelta(days=30))
    assert await rows(lycee) == [(link, UNTIL + timedelta(days=30), True)]
    await opened(lycee, placement, NOW + timedelta(days=4000))
    assert await rows(lycee) == [(link, NOW + HOSTED_STAY.lasts, True)]


async def test_another_one_is_given_once_it_was_closed_or_is_past(lycee: Lycee) -> None:
    _, placement = await a_stay(lycee)
    closed = await opened(lycee, placement)
    await lycee.do(revoke_personal_link, link_id=closed, now=lycee.now)
    assert await lycee.do(read_open_stay_link, placement) is None

    past = await opened(lycee, placement, NOW + timedelta(days=1))
    lycee.now = NOW + timedelta(days=2)
    assert await lycee.do(read_open_stay_link, placement) is None
    fresh = await opened(lycee, placement)

    assert len({closed, past, fresh}) == 3
    assert [one for one, _, is_open in await rows(lycee) if is_open] == [fresh]


async def test_its_address_is_one_of_the_stay_s_pages(lycee: Lycee) -> None:
    _, placement = await a_stay(lycee)
    link_id = await opened(lycee, placement)

    found = await lycee.do(read_open_stay_link, placement)

    assert found is not None
    assert (found.id, found.about, found.uai) == (link_id, placement, BOURDELLE)
    url = await lycee.do(address_of, found)
    before, _, token = url.rpartition("/")
    assert before.endswith(HOSTED_STAY.path)
    assert lycee.units.links.read(purpose_of(HOSTED_STAY), token).row_id == link_id


async def test_it_goes_with_the_name_of_the_pupil_and_none_is_given_after(lycee: Lycee) -> None:
    pupil, placement = await a_stay(lycee)
    await opened(lycee, placement)

    await lycee.do(erase_pupil, pupil_year_id=pupil, version=1, notes=(), now=lycee.now)

    assert await rows(lycee) == []
    # By a look at all stays that began before the pupil was erased.
    await lycee.do(open_stay_links, until={placement: UNTIL}, uai=lycee.uai, now=lycee.now)
    assert await rows(lycee) == []
    with pytest.raises(PupilErased):
        await opened(lycee, placement)


async def test_another_lycee_gives_none(lycee: Lycee, other_lycee: Lycee) -> None:
    _, placement = await a_stay(lycee)

    with pytest.raises(NotFound):
        await opened(other_lycee, placement)
    assert other_lycee.uai == ELSEWHERE
    assert await rows(lycee) == []


async def test_links_of_stays_hide_none_that_somebody_was_given_by_hand(lycee: Lycee) -> None:
    pupil, placement = await a_stay(lycee)
    mine = await lycee.do(
        give_personal_link, pupil_year_id=pupil, kind=PUPIL_PERIODS, now=lycee.now
    )
    later = replace(lycee, now=lycee.now + timedelta(days=1))
    stays = await opened(later, placement)

    async with lycee.units.begin(Scope(frozenset({lycee.uai})), now=later.now) as uow:
        first = await read_given_links(uow, limit=1)
        both = await read_given_links(uow, limit=2)
    assert [one.link.id for one in first] == [mine]
    assert [one.link.id for one in both] == [mine, stays]
