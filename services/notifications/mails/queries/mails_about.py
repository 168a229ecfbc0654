"""The mails about some things, and what they said while that is kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.mails.store.subjects import MailSubjects
from services.notifications.mails.tables import mails

MAILS_MAX = 200
EACH_MAX = 20
"""Of each thing, where what they say is not asked: none is left without its mails by those of others."""
TEXTS = ("address", "sender_name", "reply_to", "subject", "text")
_TOLD = ("mail_id", "template", "state", "queued_at", "finished_at")


@dataclass(frozen=True)
class MailAbout:
    """One mail."""

    mail_id: UUID
    about: UUID
    template: str
    state: str
    queued_at: datetime
    finished_at: datetime | None
    address: str | None = None
    sender_name: str | None = None
    reply_to: str | None = None
    subject: str | None = None
    text: str | None = None


async def read_mails_about(
    uow: UnitOfWork, about: Collection[UUID], *, texts: bool
) -> Sequence[MailAbout]:
    """The last first."""
    letters = await MailSubjects(uow).letters_about(about)
    columns = [mails.c[name] for name in (*_TOLD, *(TEXTS if texts else ()))]
    statement = (
        select(mails.c.aggregate_id.label("about"), *columns)
        .where(mails.c.aggregate_id.in_([*about, *letters]))
        .order_by(mails.c.queued_at.desc(), mails.c.mail_id)
        .limit(MAILS_MAX if texts else max(MAILS_MAX, EACH_MAX * len(about)))
    )
    found = (await uow.execute(statement)).mappings()
    return [MailAbout(**{**row, "about": letters.get(row["about"], row["about"])}) for row in found]
