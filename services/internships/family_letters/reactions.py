"""What is done when a mail to a family did not arrive."""

from datetime import datetime

from contracts.notifications.mails import FamilyMailReturnedV1, MailReturnReason
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.registry import reactions
from services.internships.families.commands import note_returned_mail

LASTING = frozenset({MailReturnReason.UNKNOWN_ADDRESS, MailReturnReason.MAILBOX_CLOSED})
"""Nothing will arrive there until somebody corrects the address; what may pass stops nothing."""


@reactions.on(FamilyMailReturnedV1, group="family_returns", since="now")
async def stop_an_address_nothing_reaches(
    event: FamilyMailReturnedV1, now: datetime, uow: UnitOfWork
) -> None:
    """« Adresse en échec » on the pupil's page, until somebody corrects it or tries again."""
    if event.reason in LASTING:
        await note_returned_mail(uow, address_id=event.reader_id, now=now)
