"""What the portal does when it learns that somebody was erased, told that their account goes, or is a partner no more."""

from datetime import datetime
from uuid import UUID

from contracts.internships.periods import PupilErasedV1
from contracts.notifications.mails import UnusedAccountWarnedV1
from contracts.partnerships.companies import ContactErasedV1, TraderErasedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.base.reactions import erasing, reactions
from services.portal.demo_mailbox.commands import empty_mailbox
from services.portal.inactivity.commands import note_told
from services.portal.partner_accesses import jobs as partner_jobs
from services.portal.partner_accesses import reactions as partner_accesses

__all__ = ["PARTS", "erasing", "reactions"]

PARTS = (partner_accesses, partner_jobs)
"""They register their own when they are imported."""
ERASED_KIND = "mailbox"

# A mail of the demonstration says to whom it went, and nothing of what it was about.


@reactions.on(PupilErasedV1, group="mailbox", since="beginning")
async def forget_mails_that_may_name_the_pupil(event: PupilErasedV1, uow: UnitOfWork) -> None:
    """What the demonstration's mailbox took may name the pupil."""
    await _empty(uow, event.pupil_year_id)


@reactions.on(ContactErasedV1, group="mailbox", since="beginning")
async def forget_mails_that_may_name_the_contact(event: ContactErasedV1, uow: UnitOfWork) -> None:
    """Forget mails that may name a contact."""
    await _empty(uow, event.contact_id)


@reactions.on(TraderErasedV1, group="mailbox", since="beginning")
async def forget_mails_that_may_name_the_trader(event: TraderErasedV1, uow: UnitOfWork) -> None:
    """Forget mails that may name a sole trader."""
    await _empty(uow, event.company_id)


@reactions.on(UnusedAccountWarnedV1, group="inactivity", since="now")
async def note_who_was_told(event: UnusedAccountWarnedV1, uow: UnitOfWork) -> None:
    """No account is erased for disuse while the mail that says so has not left."""
    await note_told(uow, notice_id=event.inactivity_notice_id, on=event.occurred_on, now=uow.now)


@erasing.of(ERASED_KIND)
async def empty_the_restored_mailbox(
    uow: UnitOfWork,
    *,
    resource_id: UUID,  # noqa: ARG001  whoever it was
    now: datetime,  # noqa: ARG001  every erasure is given it
) -> None:
    """A backup brought mails back."""
    await empty_mailbox(uow)


async def _empty(uow: UnitOfWork, erased: UUID) -> None:
    await empty_mailbox(uow)
    uow.erased.note(ERASED_KIND, erased, lycee=uow.writing_for())
