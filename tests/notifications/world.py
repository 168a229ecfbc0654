"""A mail queue, and people who ask for mails."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

import asyncpg

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.notifications.mails.commands import enqueue_mail
from services.notifications.mails.model.mail import MailId
from services.notifications.mails.model.template import Template
from tests.support.services import NOW
from tests.support.waiting import eventually

HERE = Uai("0829001N")
ELSEWHERE = Uai("0829002P")


def own(uai: Uai) -> Scope:
    return Scope(frozenset({uai}))


@dataclass
class Post:
    """The queue, seen by those who ask for mails and by the superuser."""

    units: UnitsOfWork
    superuser: asyncpg.Connection = field(repr=False)

    async def asks(
        self,
        recipient: str = "host_contact",
        *,
        template: Template = Template.HOST_AGREED,
        cause: UUID | None = None,
        aggregate_id: UUID | None = None,
        uai: Uai = HERE,
        now: datetime = NOW,
    ) -> MailId:
        """Ask for a mail; the one that is in the queue then."""
        cause = cause or uuid4()
        async with self.units.begin(own(uai), now=now) as uow:
            await enqueue_mail(
                uow,
                template=template,
                recipient=recipient,
                cause=cause,
                aggregate_id=aggregate_id or uuid4(),
                now=uow.now,
            )
        return MailId(
            await self.superuser.fetchval(
                "SELECT mail_id FROM mails WHERE recipient = $1 AND cause = $2 AND template = $3",
                recipient,
                cause,
                template,
            )
        )

    async def composed(self, mail_id: MailId, *, to: str, subject: str) -> None:
        """As after a first attempt that the other server put off."""
        await self.superuser.execute(
            "UPDATE mails SET state = 'deferred', attempts = 1, composed_at = $2, address = $3,"
            " subject = $4, next_attempt_at = '2100-01-01' WHERE mail_id = $1",
            mail_id,
            NOW,
            to,
            subject,
        )

    async def finished(
        self,
        mail_id: MailId,
        *,
        state: str,
        reason: str | None = None,
        address: str | None = None,
        code: int | None = None,
        status: str | None = None,
    ) -> None:
        """As after its last attempt."""
        await self.superuser.execute(
            "UPDATE mails SET state = $2, finished_at = $3, last_reason = $4, address = $5,"
            " last_code = $6, last_status = $7 WHERE mail_id = $1",
            mail_id,
            state,
            NOW,
            reason,
            address,
            code,
            status,
        )

    async def row(self, mail_id: MailId) -> asyncpg.Record:
        """Everything the database knows of a mail."""
        row = await self.superuser.fetchrow("SELECT * FROM mails WHERE mail_id = $1", mail_id)
        assert row is not None
        return row

    async def states(self) -> list[str]:
        """The state of each mail, in the order they were asked for."""
        rows = await self.superuser.fetch("SELECT state FROM mails ORDER BY mail_id")
        return [row["state"] for row in rows]

    async def becomes(self, mail_id: MailId, state: str) -> asyncpg.Record:
        """The mail, once it is in that state."""

        async def there() -> asyncpg.Record | None:
            row = await self.row(mail_id)
            assert row["state"] == state, dict(row)
            return row

        row = await eventually(there)
        assert row is not None
        return row
