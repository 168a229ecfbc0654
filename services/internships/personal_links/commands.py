"""Commands of personal links: given to a person, to a class, to who hosts a pupil, revoked."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from contracts.personal_links import CLASS_PERIODS, HOSTED_STAY, LinkKind
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.formations.store import Classes
from services.internships.personal_links.model import (
    OPEN_OF_A_CLASS_MAX,
    LinkNotOpen,
    PersonalLink,
    TooManyLinks,
)
from services.internships.personal_links.store import PersonalLinks
from services.internships.pupils.store.pupils import Pupils
from services.internships.stays.store.placements import Placements


async def give_class_link(uow: UnitOfWork, *, class_id: UUID, given_to: str, now: datetime) -> UUID:
    """Give a teacher a link (lien personnel) about one class and return its id.

    Those of other teachers stay. Raises NotFound, TooManyLinks.
    """
    of = await Classes(uow).get(class_id)
    links = PersonalLinks(uow)
    if await links.count_open_of_class(of.id, now=now) >= OPEN_OF_A_CLASS_MAX:
        raise TooManyLinks
    link = PersonalLink(
        uow.new_id(),
        of.uai,
        CLASS_PERIODS.word,
        of.id,
        now,
        now + CLASS_PERIODS.lasts,
        given_to=given_to,
    )
    await links.add(link)
    return link.id


async def give_personal_link(
    uow: UnitOfWork, *, pupil_year_id: UUID, kind: LinkKind, now: datetime
) -> UUID:
    """Give a new link (lien personnel) and return its id; the earlier one of its kind ends.

    Raises NotFound, PupilErased.
    """
    pupil = await Pupils(uow).get_for_update(pupil_year_id)
    links = PersonalLinks(uow)
    await links.revoke_earlier(pupil.id, kind.word, now=now)
    link = PersonalLink(uow.new_id(), pupil.uai, kind.word, pupil.id, now, now + kind.lasts)
    await links.add(link)
    return link.id


async def open_stay_link(
    uow: UnitOfWork, *, placement_id: UUID, uai: Uai, until: datetime, now: datetime
) -> UUID:
    """Return the link of who hosts a pupil, given now where there is none; one stay has one.

    It opens until then at least, a year at most. Raises NotFound, PupilErased.
    """
    # The pupil is locked: of two that ask at once the second finds what the first gave.
    await Pupils(uow).get_for_update(await Placements(uow).pupil_of(placement_id))
    links, until = PersonalLinks(uow), min(until, now + HOSTED_STAY.lasts)
    found = await links.of_stay(placement_id)
    if found and found.is_open(now):
        if found.expires_at < until:
            await links.prolong(found.id, until)
        return found.id
    if found:
        await links.revoke(found.id, now=now)
    link = PersonalLink(uow.new_id(), uai, HOSTED_STAY.word, placement_id, now, until)
    await links.add(link)
    return link.id


async def open_stay_links(
    uow: UnitOfWork, *, until: Mapping[UUID, datetime], uai: Uai, now: datetime
) -> None:
    """Give who hosts a pupil a link where there is none, stay by stay; `until`: by placement.

    The same as `open_stay_link`, in a fixed number of statements for any number of stays.
    """
    links = PersonalLinks(uow)
    named = await links.lock_pupils_of(until)
    found = await links.of_stays(until)
    there = {one.about: one for one in found if one.is_open(now)}
    await links.revoke_all([one.id for one in found if not one.is_open(now)], now=now)
    given, prolonged = [], {}
    for placement_id, asked in until.items():
        if placement_id not in named:
            continue
        ends = min(asked, now + HOSTED_STAY.lasts)
        link = there.get(placement_id)
        if link is None:
            word = HOSTED_STAY.word
            given.append(PersonalLink(uow.new_id(), uai, word, placement_id, now, ends))
        elif link.expires_at < ends:
            prolonged[link.id] = ends
    await links.prolong_all(prolonged)
    await links.add_of_stays(given)


async def revoke_personal_link(uow: UnitOfWork, *, link_id: UUID, now: datetime) -> None:
    """Have it open nothing any more. Raises NotFound, LinkNotOpen."""
    links = PersonalLinks(uow)
    link = await links.get(link_id, lock=True)
    if not link.is_open(now):
        raise LinkNotOpen
    await links.revoke(link.id, now=now)
