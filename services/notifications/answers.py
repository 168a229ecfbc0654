"""What the notification service answers about the mails it keeps."""

from contracts.notifications.mails import MAILS_ABOUT, MailAbout, MailsAbout, MailsRequest
from services.chassis.questions import Answers
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.queries.mails_about import read_mails_about

answers = Answers("notifications")


@answers.to(MAILS_ABOUT)
async def mails_about_something(request: MailsRequest, uow: UnitOfWork) -> MailsAbout:
    """Counted before a person is erased; told whole to who asks for what is kept."""
    found = await read_mails_about(uow, request.about, texts=request.texts)
    return MailsAbout(mails=tuple(MailAbout(**vars(one)) for one in found))
