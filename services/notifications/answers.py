"""What the notification service answers about the mails it keeps."""

from contracts.notices import UNREAD_NOTICES, UnreadNotices, UnreadRequest
from contracts.notifications.mails import MAILS_ABOUT, MailAbout, MailsAbout, MailsRequest
from services.chassis.questions import Answers
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.mails.queries.mails_about import read_mails_about
from services.notifications.notices.queries.centre import count_unread_of

answers = Answers("notifications")


@answers.to(MAILS_ABOUT)
async def mails_about_something(request: MailsRequest, uow: UnitOfWork) -> MailsAbout:
    """Counted before a person is erased; told whole to who asks for what is kept."""
    found = await read_mails_about(uow, request.about, texts=request.texts)
    return MailsAbout(mails=tuple(MailAbout(**vars(one)) for one in found))


@answers.to(UNREAD_NOTICES, department_wide=True)
async def unread_of_somebody(request: UnreadRequest, uow: UnitOfWork) -> UnreadNotices:
    """How many the bell says."""
    many = await count_unread_of(
        uow,
        request.account_id,
        lycees=request.lycees,
        department_wide=request.department_wide,
    )
    return UnreadNotices(many=many)
