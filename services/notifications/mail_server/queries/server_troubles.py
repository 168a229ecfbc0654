"""Why no mail at all leaves, as the pages of a lycée say it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.mail_server.tables import relay_troubles


@dataclass(frozen=True)
class MailServerTrouble:
    """Why no mail at all leaves, and since when."""

    since: datetime
    reason: str
    code: int | None


async def read_server_trouble(uow: UnitOfWork) -> MailServerTrouble | None:
    """The oldest reason why no mail leaves; None when all is well."""
    return await TROUBLE.of(uow, {})


def _trouble(rows: Rows) -> MailServerTrouble | None:
    return MailServerTrouble(rows[0].since, rows[0].reason, rows[0].code) if rows else None


TROUBLE = Reading(
    select(relay_troubles.c.since, relay_troubles.c.reason, relay_troubles.c.code)
    .order_by(relay_troubles.c.since)
    .limit(1),
    _trouble,
)
"""The oldest reason why no mail leaves."""
