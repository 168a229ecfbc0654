"""Bugs of a mailer put in on purpose, in the child process only: each must turn the verdict red."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from services.chassis.base.failpoints import failpoint
from services.notifications.delivery.ledger import Ledger
from services.notifications.delivery.worker import Mailer
from services.notifications.storage import leases
from services.notifications.storage.leases import DEPARTMENT, Claim, Leases, Mark
from tests.faults.seeded_bugs import put_in

_DUE = "state IN ('queued', 'deferred', 'attempting') AND next_attempt_at <= :now"
_HELD_BY_OTHERS = "(state = 'attempting' AND NOT lease_token = ANY(CAST(:mine AS uuid[])))"
_WAITING = "state IN ('queued', 'deferred') AND next_attempt_at <= :now"


def mail_before_commit() -> None:
    """Mails are taken, sent and marked in one transaction, as a reaction does with its effects."""

    async def take(mailer: Mailer, room: int) -> int:
        async with mailer._units.begin(DEPARTMENT) as uow:
            held = Leases(uow)
            claims = await held.claim(
                room, token=uow.new_id(), now=uow.now, lease=mailer.holding.lease
            )
            if claims:
                outcomes = [await mailer._attempts.make(claim) for claim in claims]
                pairs = zip(claims, outcomes, strict=True)
                await held.mark([Mark(claim, outcome, uow.now) for claim, outcome in pairs])
                failpoint("mail.before_claim_commit")
        return len(claims)

    async def keep(*_: object) -> bool:
        return True

    put_in(Mailer, _take=take)
    put_in(Ledger, keep=keep)


def no_lease() -> None:
    """What another process is sending is taken from it: it may have died."""
    mine: list[UUID] = []
    due = f"({_DUE} OR {_HELD_BY_OTHERS})"
    any_due = text(leases._ANY_DUE.text.replace(_DUE, due).replace(leases._NOT_HELD, ""))
    take = text(leases._CLAIM.text.replace(_DUE, due).replace(leases._NOT_HELD, ""))

    async def anything(held: Leases, now: datetime, **_: object) -> bool:
        found = await held._uow.execute(any_due, {"now": now, "mine": list(mine)})
        return found.first() is not None

    async def claim(
        held: Leases, count: int, *, token: UUID, now: datetime, lease: timedelta, **_: object
    ) -> list[Claim]:
        values = {"count": count, "token": token, "now": now, "until": now + lease}
        mine.append(token)
        rows = await held._uow.execute(take, {**values, "mine": list(mine)})
        return [leases._claim(row) for row in rows]

    put_in(Leases, any_due=anything, claim=claim)


def endless_lease() -> None:
    """What a process was sending stays its own, dead or alive."""
    put_in(
        leases,
        _ANY_DUE=text(leases._ANY_DUE.text.replace(_DUE, _WAITING)),
        _CLAIM=text(leases._CLAIM.text.replace(_DUE, _WAITING)),
    )


MAIL_BUGS: Mapping[str, Callable[[], None]] = {
    bug.__name__: bug for bug in (mail_before_commit, no_lease, endless_lease)
}
