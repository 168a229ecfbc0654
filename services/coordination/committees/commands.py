"""Commands of committees: the supervisor gives them; who sits there stops its own mails."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from contracts.coordination.committees import (
    CharterId,
    CharterSignedV1,
    CommitteeId,
    CommitteeMemberId,
    CommitteePersonErasedV1,
)
from services.chassis.base.errors import Invalid
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actors.store import Actors
from services.coordination.base.departures import DEPARTURES
from services.coordination.committees.model import (
    Charter,
    CharterNotSigned,
    Committee,
    CommitteeDetails,
    Member,
    MemberDetails,
    same_mail,
)
from services.coordination.committees.store import Charters, Committees, Members
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees

ERASED_KIND = "committee_person"


async def add_committee(uow: UnitOfWork, *, details: CommitteeDetails) -> UUID:
    """Add a committee (comité) and return its id. Nothing is told to anybody."""
    one = Committee(uow.new_id(), details)
    await Committees(uow).add(one)
    return one.id


async def correct_committee(
    uow: UnitOfWork, *, committee_id: UUID, version: int, details: CommitteeDetails
) -> None:
    """Replace what is known of a committee. Raises NotFound, StaleVersion, CommitteeArchived."""
    one = await Committees(uow).get(committee_id, for_update=True)
    one.expect(version)
    await Committees(uow).save(one.changed(details=details))


async def archive_committee(
    uow: UnitOfWork, *, committee_id: UUID, version: int, now: datetime
) -> None:
    """Have a committee meet no more. Raises NotFound, StaleVersion, CommitteeArchived."""
    one = await Committees(uow).get(committee_id, for_update=True)
    one.expect(version)
    await Committees(uow).save(one.changed(archived_at=now))


async def restore_committee(uow: UnitOfWork, *, committee_id: UUID, version: int) -> None:
    """Have a committee meet again. Raises NotFound, StaleVersion, CommitteeNotArchived."""
    one = await Committees(uow).get(committee_id, for_update=True)
    one.expect(version, archived=True)
    await Committees(uow).save(one.changed(archived_at=None))


async def seat_member(
    uow: UnitOfWork, *, committee_id: UUID, details: MemberDetails, now: datetime
) -> UUID:
    """Have an organisation sit in a committee (membre). Raises NotFound, CommitteeArchived, Invalid."""
    (await Committees(uow).get(committee_id, for_update=True)).expect_active()
    await _expect_known(uow, details)
    one = Member(
        uow.new_id(),
        committee_id,
        details.organisation,
        details.function,
        details.person,
        joined_on=local_date(now),
    )
    await Members(uow).add(one)
    await Members(uow).put_address(one, details.mail)
    return one.id


async def correct_member(
    uow: UnitOfWork, *, member_id: UUID, version: int, details: MemberDetails, now: datetime
) -> None:
    """Replace what is known of a member: what they are convened to reaches another address.

    Raises NotFound, StaleVersion, MemberLeft, Invalid.
    """
    one = await Members(uow).get(member_id, for_update=True)
    one.expect(version)
    await _expect_known(uow, details)
    changed = one.changed(
        organisation=details.organisation, function=details.function, person=details.person
    )
    await Members(uow).save(changed)
    await Members(uow).put_address(changed, details.mail)
    known = one.address.mail if one.address else None
    if one.organisation.lycee != changed.organisation.lycee or not same_mail(known, details.mail):
        await DEPARTURES.tell(uow, member_id=one.id, now=now)


async def leave_committee(uow: UnitOfWork, *, member_id: UUID, version: int, now: datetime) -> None:
    """Have a member leave (départ d’un membre): no meeting expects them any more.

    Raises NotFound, StaleVersion, MemberLeft.
    """
    one = await Members(uow).get(member_id, for_update=True)
    one.expect(version)
    await Members(uow).save(one.changed(left_on=local_date(now)))
    await DEPARTURES.tell(uow, member_id=one.id, now=now)


async def return_member(uow: UnitOfWork, *, member_id: UUID, version: int, now: datetime) -> None:
    """Have a member sit there again. Raises NotFound, StaleVersion, MemberNotLeft."""
    one = await Members(uow).get(member_id, for_update=True)
    one.expect(version, left=True)
    await Members(uow).save(one.changed(left_on=None))
    await DEPARTURES.tell(uow, member_id=one.id, now=now)


async def erase_person(uow: UnitOfWork, *, member_id: UUID, version: int, now: datetime) -> None:
    """Erase who sits somewhere, for good: the seat of the organisation stays.

    Raises NotFound, StaleVersion.
    """
    one = await Members(uow).get(member_id, for_update=True)
    one.expect(version, left=one.left_on is not None)
    await Members(uow).save(one.changed(person=None))
    await Members(uow).erase_people([member_id])
    uow.erased.note(ERASED_KIND, member_id, lycee=uow.department_uai)
    erased = CommitteePersonErasedV1(
        member_id=CommitteeMemberId(member_id), occurred_on=local_date(now)
    )
    uow.publish(erased, version=one.version + 1)


async def sign_charter(
    uow: UnitOfWork, *, committee_id: UUID, label: str, signed_on: date, now: datetime
) -> UUID:
    """Note a version of the charter and the day it was signed (charte signée).

    Raises NotFound, CommitteeArchived, CharterNotSigned.
    """
    committee = await Committees(uow).get(committee_id, for_update=True)
    committee.expect_active()
    if signed_on > local_date(now):
        raise CharterNotSigned(field="signed_on")
    one = Charter(uow.new_id(), committee_id, label, signed_on)
    await Charters(uow).add(one)
    signed = CharterSignedV1(
        charter_id=CharterId(one.id),
        committee_id=CommitteeId(committee_id),
        kind=committee.details.kind,
        signed_on=signed_on,
        occurred_on=local_date(now),
    )
    uow.publish(signed)
    return one.id


async def withdraw_charter(
    uow: UnitOfWork, *, charter_id: UUID, restored: bool = False, now: datetime
) -> Charter:
    """Take a charter back that was noted by mistake, or have it stand again. Raises NotFound."""
    one = await Charters(uow).get_for_update(charter_id)
    await Charters(uow).withdraw(charter_id, None if restored else now)
    return replace(one, withdrawn_at=None if restored else now)


async def stop_committee_mails(uow: UnitOfWork, *, address_id: UUID, now: datetime) -> None:
    """Have no committee write to an address (plus de courriels). Raises NotFound."""
    _, address = await Members(uow).of_address(address_id)
    await Members(uow).stop(address.mail, now=now)


async def allow_committee_mails(uow: UnitOfWork, *, address_id: UUID) -> None:
    """Have committees write to an address again. Raises NotFound."""
    _, address = await Members(uow).of_address(address_id)
    await Members(uow).allow(address.mail)


async def try_address_again(uow: UnitOfWork, *, member_id: UUID, now: datetime) -> None:
    """Have an address be written to that a mail came back from (réessayer), of what it missed too.

    Raises NotFound.
    """
    one = await Members(uow).get(member_id)
    if one.address:
        await Members(uow).try_again(one.address.id)
        await DEPARTURES.tell(uow, member_id=one.id, now=now)


async def _expect_known(uow: UnitOfWork, details: MemberDetails) -> None:
    """Raises Invalid for a lycée nobody knows, NotFound for such an actor."""
    organisation = details.organisation
    if organisation.actor_id:
        await Actors(uow).get(organisation.actor_id)
    if organisation.lycee and organisation.lycee not in await Lycees(uow).names():
        raise Invalid("Ce lycée ne participe pas au réseau.", field="lycee")
