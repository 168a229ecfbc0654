"""The appointments somebody is written to about: who comes to an action, hosts a pupil, sits in a committee."""

from contracts.coordination.meetings import MeetingInviteAskedV1
from contracts.envelope import Envelope
from contracts.internships.visits import VisitInviteAskedV1, VisitInviteKind
from contracts.partnerships.action_invites import ActionInviteAskedV1, ActionInviteKind
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.base.reactions import reactions
from services.notifications.calendar_invitations.commands import enqueue_invitation
from services.notifications.mails.model.recipients import BUREAU, MEMBER
from services.notifications.mails.model.template import Template
from services.notifications.mails.store.subjects import MailSubjects

ACTION_MAILS = {
    ActionInviteKind.NOTED: Template.ACTION_NOTED,
    ActionInviteKind.MOVED: Template.ACTION_MOVED,
    ActionInviteKind.CALLED_OFF: Template.ACTION_CALLED_OFF,
    ActionInviteKind.REMINDER: Template.ACTION_REMINDER,
}
VISIT_MAILS = {
    VisitInviteKind.PLANNED: Template.VISIT_PLANNED,
    VisitInviteKind.MOVED: Template.VISIT_MOVED,
    VisitInviteKind.CALLED_OFF: Template.VISIT_CALLED_OFF,
}


@reactions.on(ActionInviteAskedV1, group="actions", since="now")
async def write_to_who_comes(
    event: ActionInviteAskedV1, envelope: Envelope, uow: UnitOfWork
) -> None:
    """In a few minutes, once for all that changes until then; forgotten with its reader."""
    await MailSubjects(uow).add(event.invite_id, [event.contact_id], now=uow.now)
    await enqueue_invitation(
        uow,
        template=ACTION_MAILS[event.kind],
        cause=envelope.id,
        invite_id=event.invite_id,
        now=uow.now,
    )


@reactions.on(VisitInviteAskedV1, group="visits", since="now")
async def write_of_a_visit(event: VisitInviteAskedV1, envelope: Envelope, uow: UnitOfWork) -> None:
    """In a few minutes, once for all that changes until then; forgotten with the pupil, or its reader."""
    about = {event.placement_id, *((event.tutor_id,) if event.tutor_id else ())}
    await MailSubjects(uow).add(event.visit_id, about, now=uow.now)
    await enqueue_invitation(
        uow,
        template=VISIT_MAILS[event.kind],
        cause=envelope.id,
        invite_id=event.visit_id,
        now=uow.now,
    )


@reactions.on(MeetingInviteAskedV1, group="meetings", since="now")
async def write_of_a_meeting(
    event: MeetingInviteAskedV1, envelope: Envelope, uow: UnitOfWork
) -> None:
    """In a few minutes, once for all that changes until then; forgotten with who sits there."""
    await MailSubjects(uow).add(event.invite_id, [event.member_id], now=uow.now)
    await enqueue_invitation(
        uow,
        template=Template.MEETING_INVITE,
        cause=envelope.id,
        invite_id=event.invite_id,
        recipient=BUREAU if event.to_bureau else MEMBER,
        now=uow.now,
    )
