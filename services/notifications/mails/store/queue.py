"""The mails asked for, in the scope of a unit of work."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, null, select, update
from sqlalchemy.dialects.postgresql import insert

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.mails.model.digest import Digest
from services.notifications.mails.model.mail import MailId, State
from services.notifications.mails.model.recipients import account
from services.notifications.mails.model.template import Template
from services.notifications.mails.tables import mails

CONTENT = (
    *("composed_at", "address", "contact_id", "contact_version", "sender_name", "reply_to"),
    *("subject", "html", "text", "calendar"),
)
"""What a mail says and to whom; forgotten some time after it has left, or failed."""
NO_REPLY = {name: null() for name in ("last_verb", "last_code", "last_status")}


class Mails:
    """The mails of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(
        self,
        *,
        template: Template,
        recipient: str,
        cause: UUID,
        aggregate_id: UUID,
        traceparent: str | None,
        leaves_at: datetime,
        now: datetime,
    ) -> None:
        """Queue a mail, unless the same was queued before."""
        statement = insert(mails).on_conflict_do_nothing(
            index_elements=["recipient", "cause", "template"]
        )
        await self._uow.execute(
            statement,
            {
                "uai": self._uow.writing_for(),
                "mail_id": self._uow.new_id(),
                "template": template,
                "recipient": recipient,
                "cause": cause,
                "aggregate_id": aggregate_id,
                "traceparent": traceparent,
                "state": State.QUEUED,
                "queued_at": now,
                "next_attempt_at": leaves_at,
            },
        )

    async def add_digests(self, digests: Sequence[Digest], *, now: datetime) -> None:
        """Queue the mail of each digest."""
        if not digests:
            return
        rows = [
            {
                "uai": one.uai,
                "mail_id": self._uow.new_id(),
                "template": Template.NOTICE_DIGEST,
                "recipient": account(one.account_id),
                "cause": one.digest_id,
                "aggregate_id": one.digest_id,
                "state": State.QUEUED,
                "queued_at": now,
                "next_attempt_at": one.leaves_at,
            }
            for one in digests
        ]
        await self._uow.execute(insert(mails), rows)

    async def cancel_of(
        self, aggregate_id: UUID, templates: Sequence[Template], *, reason: str, now: datetime
    ) -> int:
        """Cancel the mails about an aggregate that have not left; how many were unfinished."""
        return await self._cancel(
            [mails.c.aggregate_id == aggregate_id, mails.c.template.in_(templates)], reason, now
        )

    async def cancel_to(self, recipient: str, *, reason: str, now: datetime) -> Collection[UUID]:
        """Cancel what has not left to a recipient; the mails that are cancelled by this."""
        unfinished = (mails.c.recipient == recipient, mails.c.finished_at.is_(None))
        held = mails.c.state == State.ATTEMPTING
        waiting = select(mails.c.mail_id).where(*unfinished, ~held).with_for_update()
        found = list((await self._uow.execute(waiting)).scalars())
        await self._cancel(list(unfinished), reason, now)
        return found

    async def forget_about(
        self, aggregate_ids: Collection[UUID], *, reason: str, now: datetime
    ) -> set[tuple[str, UUID]]:
        """Cancel the mails about these, and forget what all of them said; those there were any of.

        One that is leaving at this instant is not written down again, whatever becomes of it.
        """
        await self._cancel([mails.c.aggregate_id.in_(list(aggregate_ids))], reason, now)
        return await self.blank(aggregate_ids)

    async def written_to(self, contact_id: UUID) -> Collection[UUID]:
        """What the mails are about that were written to a contact, while it is known to whom."""
        statement = select(mails.c.aggregate_id).where(mails.c.contact_id == contact_id)
        return set((await self._uow.execute(statement)).scalars())

    async def blank(self, aggregate_ids: Collection[UUID]) -> set[tuple[str, UUID]]:
        """Forget what the mails about these said; those there were any of, with whose they are."""
        forgotten = await self._uow.execute(
            update(mails)
            .where(mails.c.aggregate_id.in_(list(aggregate_ids)))
            .values(**{name: null() for name in CONTENT})
            .returning(mails.c.uai, mails.c.aggregate_id)
        )
        return {(row.uai, row.aggregate_id) for row in forgotten}

    async def cancel(self, mail_id: MailId, *, reason: str, now: datetime) -> bool:
        """Cancel one mail; False when it is finished already."""
        return await self._cancel([mails.c.mail_id == mail_id], reason, now) == 1

    async def _cancel(self, which: Sequence[Any], reason: str, now: datetime) -> int:
        # One that a process holds may be leaving: it is cancelled when the attempt turns out not
        # to have sent it.
        held = mails.c.state == State.ATTEMPTING
        cancelled = await self._uow.execute(
            update(mails)
            .where(*which, mails.c.finished_at.is_(None))
            .values(
                state=case((held, mails.c.state), else_=State.CANCELLED),
                finished_at=case((held, null()), else_=now),
                cancel_asked_at=now,
                last_reason=reason,
            )
        )
        return cancelled.rowcount

    async def queue_again(self, mail_id: MailId, *, states: Sequence[State], now: datetime) -> bool:
        """Have a mail in one of these states composed and sent again; False in another state.

        It keeps its Message-ID: whoever has it already is not shown a second one. Raises NotFound.
        """
        again = await self._uow.execute(
            update(mails)
            .where(mails.c.mail_id == mail_id, mails.c.state.in_(states))
            .values(
                state=State.QUEUED,
                next_attempt_at=now,
                attempts=0,
                first_attempt_at=null(),
                finished_at=null(),
                cancel_asked_at=null(),
                last_reason=null(),
                may_have_left=False,
                **NO_REPLY,
                **{name: null() for name in CONTENT},
            )
        )
        if again.rowcount == 0:
            await self.state_of(mail_id)
        return again.rowcount == 1

    async def state_of(self, mail_id: MailId) -> State:
        """Where the mail is. Raises NotFound."""
        found = await self._uow.execute(mails.select().where(mails.c.mail_id == mail_id))
        row = found.one_or_none()
        if row is None:
            raise NotFound
        return State(row.state)
