"""Since when, and why, no mail at all can leave."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.mail_server.tables import relay_troubles


@dataclass(frozen=True)
class MailServerTrouble:
    """The mail server turns us away, or does not answer. `reason` is a kebab-case code."""

    since: datetime
    seen_at: datetime
    reason: str
    code: int | None


class MailServerTroubles:
    """What is known of the mail server, by all processes that send."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def current(self) -> MailServerTrouble | None:
        """What is wrong with the mail server, if anything."""
        rows = await self._uow.execute(
            select(relay_troubles).order_by(relay_troubles.c.seen_at.desc()).limit(1)
        )
        row = rows.one_or_none()
        return MailServerTrouble(row.since, row.seen_at, row.reason, row.code) if row else None

    async def seen(self, relay: str, *, reason: str, code: int | None, now: datetime) -> None:
        """It turned us away; since when is what was said first."""
        statement = insert(relay_troubles)
        await self._uow.execute(
            statement.on_conflict_do_update(
                index_elements=["relay"],
                set_={name: statement.excluded[name] for name in ("seen_at", "reason", "code")},
            ),
            {"relay": relay, "since": now, "seen_at": now, "reason": reason, "code": code},
        )

    async def over(self) -> None:
        """The mail server took us in."""
        await self._uow.execute(delete(relay_troubles))
