"""What is answered of a meeting, when a mail about it leaves."""

from collections.abc import Sequence
from dataclasses import replace

from contracts.coordination.committees import CommitteeAddressId
from contracts.coordination.meetings import MEETING_INVITE, MeetingInvite, MeetingInviteRequest
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.answers import answers
from services.coordination.committees.labels import KINDS
from services.coordination.committees.model import STOP_PAGE, STOP_PURPOSE, Member, Organisation
from services.coordination.committees.queries import organisation_names
from services.coordination.committees.store import Committees, Members
from services.coordination.meetings.model import MeetingState
from services.coordination.meetings.store import Invites, Meetings
from services.coordination.news.model.calendar import local_date


@answers.to(MEETING_INVITE, department_wide=True)
async def meeting_of_a_reader(request: MeetingInviteRequest, uow: UnitOfWork) -> MeetingInvite:
    """The meeting as it is now, to one reader: the DSDEN alone convenes. Raises NotFound."""
    if uow.writing_for() != uow.department_uai:
        raise NotFound
    invite = await Invites(uow).get(request.meeting_invite_id)
    one = await Meetings(uow).get(invite.meeting_id)
    committee = await Committees(uow).get(one.committee_id)
    members = await Members(uow).of(one.committee_id)
    member = next(member for member in members if member.id == invite.member_id)
    lycee = invite.lycee
    spoken_for = replace(member, organisation=Organisation(lycee)) if lycee else member
    seated = [other for other in members if other.left_on is None]
    expected = (
        any(other.organisation.lycee == lycee for other in seated) if lycee else member in seated
    )
    told = MeetingInvite(
        standing=one.state is MeetingState.CONVENED and expected,
        takes_place=one.state is MeetingState.CONVENED,
        silent=one.plan.on < local_date(uow.now) or one.state is MeetingState.HELD,
        sequence=one.sequence,
        committee=committee.details.name,
        kind=KINDS[committee.details.kind],
        on=one.plan.on,
        starts_at=one.plan.starts_at,
        ends_at=one.plan.ends_at,
        place=one.plan.place,
        agenda=one.agenda,
        lycee=lycee,
        left_out=tuple(_written_to(seated)) if lycee else (),
        organisation=(await organisation_names(uow, [spoken_for]))[member.id],
    )
    return told if lycee else told.model_copy(update=_reader(uow, member))


def _written_to(seated: Sequence[Member]) -> Sequence[str]:
    """The addresses that are written to by themselves."""
    return [
        one.address.mail.strip().casefold()
        for one in seated
        if one.address and not one.address.stopped and not one.address.returned
    ]


def _reader(uow: UnitOfWork, member: Member) -> dict[str, object]:
    address = member.address
    if address is None:
        return {"person": member.person}
    return {
        "person": member.person,
        "mail": address.mail,
        "stopped": address.stopped,
        "returned": address.returned,
        "address_id": CommitteeAddressId(address.id),
        "stop_url": uow.links.url(STOP_PURPOSE, STOP_PAGE, uai=address.uai, row_id=address.id),
    }
