"""Commands of people of actors: given by the supervisor, and by the person who objects."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.coordination.actor_people import (
    ActorPersonErasedV1,
    ActorPersonId,
    ActorPersonLetterAskedV1,
    ActorPersonLetterId,
    ActorPersonObjectedV1,
)
from contracts.notifications.mails import LetterState
from services.chassis.base.errors import Conflict
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_accounts.commands import end_accesses_of
from services.coordination.actor_people.model import (
    ActorPerson,
    AddressRefused,
    AddressRefusedSince,
    InformingLetter,
    ObjectedAlready,
    PersonDetails,
)
from services.coordination.actor_people.store import (
    ActorPeople,
    ActorRefusals,
    InformingLetters,
    refused_among,
)
from services.coordination.actors.store import Actors
from services.coordination.news.model.calendar import local_date

ERASED_KIND = "actor_person"
OBJECTED_KIND = "actor_person_objection"
AGREED_KIND = "actor_person_agreement"


class InformedOtherwise(Conflict):
    """No mail of ours tells them."""

    code = "informed-otherwise"
    title = "Passerelle n’a pas à la prévenir\u202f: choisissez d’abord «\u00a0Par un courriel que Passerelle lui envoie\u00a0»"


class AlreadyLeaving(Conflict):
    """One is on its way."""

    code = "already-leaving"
    title = "Un courriel d’information part déjà\u202f: attendez de voir s’il est remis"


async def note_person(
    uow: UnitOfWork, *, actor_id: UUID, details: PersonDetails, now: datetime
) -> UUID:
    """Note somebody who was told so, or whom a mail of ours tells (personne à joindre).

    Raises NotFound, ActorArchived, InformedInTheFuture, NoAddressToInform, ObjectedAlready, AddressRefused.
    """
    actor = await Actors(uow).get(actor_id)
    actor.expect(actor.version)
    details.check(local_date(now))
    if any(known.is_as(actor_id, details) for known in await ActorPeople(uow).objected()):
        raise ObjectedAlready
    await _expect_allowed(uow, details)
    if details.by_passerelle:
        details = replace(details, informed_on=local_date(now))
    one = ActorPerson(uow.new_id(), actor_id, details, confirmed_on=local_date(now))
    await ActorPeople(uow).add(one)
    if details.by_passerelle:
        await _ask_letter(uow, one, now)
    return one.id


async def correct_person(
    uow: UnitOfWork, *, person_id: UUID, version: int, details: PersonDetails, now: datetime
) -> None:
    """Replace what is known of somebody, who is so from today on; another address is written to by itself.

    Raises NotFound, StaleVersion, PersonObjected, PersonLeft, InformedInTheFuture, NoAddressToInform,
    AddressRefused.
    """
    one = await ActorPeople(uow).get(person_id, for_update=True)
    one.expect(version)
    details.check(local_date(now))
    if details.mail != one.details.mail:
        await _expect_allowed(uow, details)
    told = one.details.by_passerelle and details.mail == one.details.mail
    if details.by_passerelle and not told:
        details = replace(details, informed_on=local_date(now))
    corrected = one.changed(details=details, confirmed_on=local_date(now))
    await ActorPeople(uow).save(corrected)
    if details.by_passerelle and not told:
        await _ask_letter(uow, corrected, now)


async def _expect_allowed(uow: UnitOfWork, details: PersonDetails) -> None:
    if await _is_refused(uow, details):
        raise AddressRefused(field="mail")


async def _is_refused(uow: UnitOfWork, details: PersonDetails) -> bool:
    return bool(details.mail and await refused_among(uow, [details.mail]))


async def put_person_back(
    uow: UnitOfWork,
    *,
    person_id: UUID,
    version: int,
    details: PersonDetails,
    since: datetime,
    now: datetime,
) -> None:
    """Have somebody be as they were before a correction of `since` (correction annulée).

    What it had written to them does not leave, and who was told already is not told again.
    Raises NotFound, StaleVersion, PersonObjected, PersonLeft, AddressRefusedSince.
    """
    one = await ActorPeople(uow).get(person_id, for_update=True)
    one.expect(version)
    if details.address != one.details.address and await _is_refused(uow, details):
        raise AddressRefusedSince
    back = one.changed(details=details, confirmed_on=local_date(now))
    await ActorPeople(uow).save(back)
    letters = InformingLetters(uow)
    await letters.drop_waiting(person_id, since)
    told = (LetterState.LEFT, LetterState.WAITING)
    if details.by_passerelle and not any(one.state in told for one in await letters.of(person_id)):
        await _ask_letter(uow, back, now)


async def inform_person(
    uow: UnitOfWork, *, person_id: UUID, version: int, now: datetime
) -> ActorPerson:
    """Have the mail that informs somebody be written once more (renvoyer l’information).

    Raises NotFound, StaleVersion, PersonObjected, PersonLeft, InformedOtherwise, AlreadyLeaving.
    """
    one = await ActorPeople(uow).get(person_id, for_update=True)
    one.expect(version)
    if not one.details.by_passerelle:
        raise InformedOtherwise
    if any(letter.waits for letter in await InformingLetters(uow).of(person_id)):
        raise AlreadyLeaving
    today = local_date(now)
    informed = one.changed(details=replace(one.details, informed_on=today))
    await ActorPeople(uow).save(informed)
    await _ask_letter(uow, informed, now)
    return informed


async def _ask_letter(uow: UnitOfWork, one: ActorPerson, now: datetime) -> None:
    whose, today = uow.department_uai, local_date(now)
    letter = InformingLetter(uow.new_id(), whose, one.id, now, LetterState.WAITING, today)
    await InformingLetters(uow).add(letter)
    asked = ActorPersonLetterAskedV1(letter_id=ActorPersonLetterId(letter.id), occurred_on=today)
    uow.publish(asked, uai=whose)


async def object_to_be_noted(uow: UnitOfWork, *, person_id: UUID, now: datetime) -> None:
    """Note that somebody wants not to be noted (opposition), and tell the supervisor. Raises NotFound."""
    if not await put_objection(uow, person_id=person_id, at=now):
        return
    await end_accesses_of(uow, people=[person_id], now=now)
    whose = uow.department_uai
    uow.erased.note(OBJECTED_KIND, person_id, lycee=whose)
    told = ActorPersonObjectedV1(person_id=ActorPersonId(person_id), occurred_on=local_date(now))
    uow.publish(told, uai=whose)


async def put_objection(uow: UnitOfWork, *, person_id: UUID, at: datetime) -> bool:
    """Keep that somebody objects, and their address from being noted; whether that is new. Raises NotFound."""
    one = await ActorPeople(uow).get(person_id)
    if one.details.mail:
        await ActorRefusals(uow).refuse(one.details.mail, one.objected_at or at)
    return await ActorPeople(uow).object(person_id, at)


async def agree_to_be_noted(uow: UnitOfWork, *, person_id: UUID) -> None:
    """Take an objection back (retour sur l’opposition). Raises NotFound."""
    await take_objection_back(uow, person_id=person_id)
    uow.erased.note(AGREED_KIND, person_id, lycee=uow.department_uai)


async def take_objection_back(uow: UnitOfWork, *, person_id: UUID) -> None:
    """Keep that somebody objects no more; their address may be noted unless another objects who has it.

    Raises NotFound.
    """
    one = await ActorPeople(uow).get(person_id)
    await ActorPeople(uow).agree(person_id)
    address = one.details.address
    objecting = await ActorPeople(uow).objected()
    if address and all(other.details.address != address for other in objecting):
        await ActorRefusals(uow).allow(address)


async def confirm_person(
    uow: UnitOfWork, *, person_id: UUID, version: int, now: datetime
) -> ActorPerson:
    """Note that all of it is still so (confirmation). Raises NotFound, StaleVersion, PersonLeft."""
    one = await ActorPeople(uow).get(person_id, for_update=True)
    one.expect(version)
    confirmed = one.changed(confirmed_on=local_date(now))
    await ActorPeople(uow).save(confirmed)
    return confirmed


async def put_person_away(
    uow: UnitOfWork, *, person_id: UUID, version: int, now: datetime
) -> ActorPerson:
    """Note that somebody left (départ), which ends their access. Raises NotFound, StaleVersion, PersonLeft."""
    one = await ActorPeople(uow).get(person_id, for_update=True)
    one.expect(version)
    gone = one.changed(left_on=local_date(now))
    await ActorPeople(uow).save(gone)
    await end_accesses_of(uow, people=[person_id], now=now, erased=False)
    return gone


async def bring_person_back(uow: UnitOfWork, *, person_id: UUID, version: int) -> ActorPerson:
    """Have somebody there again. Raises NotFound, StaleVersion, PersonObjected, PersonNotLeft."""
    one = await ActorPeople(uow).get(person_id, for_update=True)
    one.expect(version, left=True)
    back = one.changed(left_on=None)
    await ActorPeople(uow).save(back)
    return back


async def erase_person(uow: UnitOfWork, *, person_id: UUID, version: int, now: datetime) -> UUID:
    """Erase somebody for good (effacement) with what mails said to them, and say at which actor.

    Raises NotFound, and StaleVersion: who takes back that they noted somebody does not erase what
    somebody else corrected since.
    """
    one = await ActorPeople(uow).get(person_id, for_update=True)
    one.expect_version(version)
    await remove_people(uow, ids=[person_id], now=now)
    uow.erased.note(ERASED_KIND, person_id, lycee=uow.department_uai)
    return one.actor_id


async def remove_people(uow: UnitOfWork, *, ids: Collection[UUID], now: datetime) -> None:
    """Keep nothing of some people, nor of what mails said to them (plus rien de la personne)."""
    for person_id in ids:
        letters = await InformingLetters(uow).of(person_id)
        if letters:
            gone = ActorPersonErasedV1(
                person_id=ActorPersonId(person_id),
                letters=tuple(ActorPersonLetterId(letter.id) for letter in letters),
                occurred_on=local_date(now),
            )
            uow.publish(gone, uai=uow.department_uai)
    await ActorPeople(uow).remove(ids)
    # Last: one that is being tied to them is waited for, or finds them gone.
    await end_accesses_of(uow, people=ids, now=now)
