"""Commands of the mailbox: a mail is kept, all are forgotten."""

from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.demo_mailbox.model import KEPT_MAX, DemoMail, read_head, shortened
from services.portal.demo_mailbox.store import DemoMails


async def empty_mailbox(uow: UnitOfWork) -> None:
    """Forget every mail it took: they name people, and nobody can read them any more."""
    await DemoMails(uow).keep(0)


async def keep_demo_mail(
    uow: UnitOfWork, *, recipient: str, content: bytes, now: datetime
) -> DemoMail:
    """Keep a mail (courriel de démonstration) for one recipient, and only the newest of all."""
    sender, subject = read_head(content)
    mail = DemoMail(
        id=uow.new_id(),
        received_at=now,
        sender=sender,
        recipient=shortened(recipient),
        subject=subject,
    )
    await DemoMails(uow).add(mail, content)
    await DemoMails(uow).keep(KEPT_MAX)
    return mail
