"""What is answered of the appointment of a contact, when a mail about it leaves."""

from contracts.identifiers import ContactId
from contracts.partnerships.action_invites import ACTION_INVITE, ActionInvite, ActionInviteRequest
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.action_mails.model import coming_to, is_silent
from services.partnerships.action_mails.store import ActionInvites
from services.partnerships.actions.model import ACTION_KINDS
from services.partnerships.actions.store import Actions
from services.partnerships.base.answers import answers
from services.partnerships.base.calendar import local_time
from services.partnerships.companies.store.companies import Companies
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.mail_stops.queries import read_reach, stop_url


@answers.to(ACTION_INVITE)
async def appointment_of_a_contact(request: ActionInviteRequest, uow: UnitOfWork) -> ActionInvite:
    """The action as it is now, to the contact that was told of it first. Raises NotFound."""
    invite = await ActionInvites(uow).get(request.invite_id)
    contact = await Contacts(uow).find(invite.contact_id)
    if contact is None:
        raise NotFound
    action = await Actions(uow).get(invite.action_id)
    details = action.details
    reach = await read_reach(uow, contact.details)
    return ActionInvite(
        standing=invite.company_id in coming_to(action),
        silent=is_silent(action, local_time(uow.now)),
        sequence=invite.sequence,
        company=(await Companies(uow).get(invite.company_id)).details.name,
        contact_name=contact.details.name,
        kind=ACTION_KINDS[details.kind],
        title=details.title,
        on=details.planned_on,
        starts_at=details.starts_at,
        ends_at=details.ends_at,
        place=details.place,
        mail=contact.details.mail,
        stopped=reach.stopped,
        returned=reach.returned,
        contact_id=ContactId(contact.id),
        contact_version=contact.version,
        stop_url=stop_url(uow, contact),
    )
