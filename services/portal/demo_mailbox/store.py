"""The mails of the demonstration."""

from uuid import UUID

from sqlalchemy import Row, delete, insert, select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.demo_mailbox.model import DemoMail
from services.portal.demo_mailbox.tables import demo_mails

_LISTED = (
    demo_mails.c.mail_id,
    demo_mails.c.received_at,
    demo_mails.c.sender,
    demo_mails.c.recipient,
    demo_mails.c.subject,
)


class DemoMails:
    """The mails that did not leave, newest first."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, mail: DemoMail, content: bytes) -> None:
        await self._uow.execute(
            insert(demo_mails),
            {
                "mail_id": mail.id,
                "received_at": mail.received_at,
                "sender": mail.sender,
                "recipient": mail.recipient,
                "subject": mail.subject,
                "content": content,
            },
        )

    async def page(self, *, before: UUID | None, limit: int) -> list[DemoMail]:
        """At most `limit` mails, older than this one."""
        mails = select(*_LISTED).order_by(demo_mails.c.mail_id.desc()).limit(limit)
        if before is not None:
            mails = mails.where(demo_mails.c.mail_id < before)
        return [_mail(row) for row in await self._uow.execute(mails)]

    async def get(self, mail_id: UUID) -> tuple[DemoMail, bytes] | None:
        """A mail and what was sent."""
        found = await self._uow.execute(
            select(*_LISTED, demo_mails.c.content).where(demo_mails.c.mail_id == mail_id)
        )
        row = found.one_or_none()
        return (_mail(row), row.content) if row else None

    async def keep(self, count: int) -> None:
        """Remove all but the newest."""
        oldest_removed = (
            select(demo_mails.c.mail_id)
            .order_by(demo_mails.c.mail_id.desc())
            .offset(count)
            .limit(1)
            .scalar_subquery()
        )
        await self._uow.execute(delete(demo_mails).where(demo_mails.c.mail_id <= oldest_removed))


def _mail(row: Row[tuple[object, ...]]) -> DemoMail:
    return DemoMail(row.mail_id, row.received_at, row.sender, row.recipient, row.subject)
