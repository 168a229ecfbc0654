"""Writing down what is sent and what became of it: one commit for all that waits meanwhile."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import structlog

from services.chassis.base.failpoints import failpoint
from services.chassis.database.infrastructure_errors import is_trouble
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.notifications.delivery.model import Content
from services.notifications.delivery.store.leases import (
    DEPARTMENT,
    Claim,
    Kept,
    Leases,
    Mark,
)
from services.notifications.mail_server.model.attempt import GAVE_UP, Outcome
from services.notifications.mails.commands import tell_letters, tell_of_unused_account
from services.notifications.mails.model.letters import FOLLOWED
from services.notifications.mails.model.mail import State
from services.notifications.mails.model.template import Template
from services.notifications.returns.commands import tell_of_returns

log = structlog.get_logger(__name__)

TRY_AGAIN_SECONDS = 0.5
TOGETHER_MAX = 200
LINGER_SECONDS = 0.01
"""Others end their attempt meanwhile: a commit costs as much as sending two mails. Longer, and
the connections to the mail server stand still between two commits."""


@dataclass(eq=False)
class _Entry:
    what: Kept | Mark
    written: asyncio.Future[bool] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Ledger:
    """What one process writes of the mails it holds."""

    def __init__(self, units: UnitsOfWork) -> None:
        self._units = units
        self._waiting: list[_Entry] = []
        self._some = asyncio.Event()

    async def keep(self, claim: Claim, content: Content) -> bool:
        """Write down what is about to be sent; False when the mail is not ours, or not wanted."""
        return await self._write(Kept(claim, content))

    async def mark(self, claim: Claim, outcome: Outcome) -> None:
        """Record how an attempt ended; waits for as long as the database is away."""
        await self._write(Mark(claim, outcome, self._units.now()))

    async def _write(self, what: Kept | Mark) -> bool:
        entry = _Entry(what)
        self._waiting.append(entry)
        self._some.set()
        return await entry.written

    async def run(self) -> None:
        """Write until cancelled."""
        while True:
            await self._some.wait()
            await asyncio.sleep(LINGER_SECONDS)
            entries = self._waiting[:TOGETHER_MAX]
            del self._waiting[:TOGETHER_MAX]
            if not self._waiting:
                self._some.clear()
            await self._write_together(entries)

    async def _write_together(self, entries: Sequence[_Entry]) -> None:
        ours: set[object] | None = None
        while ours is None:
            try:
                ours = await self._commit([entry.what for entry in entries])
            except Exception as error:  # whatever it is, those who wait must hear of it
                if not is_trouble(error):
                    log.exception("mails.not_recorded", count=len(entries))
                    _tell(entries, error)
                    return
                log.warning("mails.database_away", count=len(entries))
                await asyncio.sleep(TRY_AGAIN_SECONDS)
        for entry in entries:
            if not entry.written.done():
                entry.written.set_result(entry.what.claim.key in ours)

    async def _commit(self, whats: Sequence[Kept | Mark]) -> set[object]:
        """Write all of it in one transaction; the mails it was written of."""
        kept = [what for what in whats if isinstance(what, Kept)]
        marks = [what for what in whats if isinstance(what, Mark)]
        async with self._units.begin(_scope_of(marks)) as uow:
            leases = Leases(uow)
            found = await leases.keep(kept) if kept else set()
            if marks:
                over = await leases.mark(marks)
                await tell_letters(uow, mail_ids=over, now=uow.now)
                failed = {one.claim.due.mail_id for one in marks if _failed(one)}
                await tell_of_returns(uow, mail_ids=failed.intersection(over), now=uow.now)
                for due in (one.claim.due for one in marks if _told(one)):
                    if due.mail_id in over:
                        tell_of_unused_account(
                            uow, uai=due.uai, notice_id=due.aggregate_id, now=uow.now
                        )
                failpoint("mail.before_mark_commit")
        if marks:
            failpoint("mail.after_mark")
        ours: set[object] = {one.claim.key for one in kept if one.claim.due.mail_id in found}
        return ours | {mark.claim.key for mark in marks}


def _scope_of(marks: Sequence[Mark]) -> Scope:
    """That of every lycée; those whose letters ended, or did not arrive, are told so in their name."""
    telling = frozenset(
        mark.claim.due.uai for mark in marks if mark.claim.due.template in FOLLOWED or _failed(mark)
    )
    return replace(DEPARTMENT, uais=telling)


def _failed(mark: Mark) -> bool:
    return mark.outcome.state is State.FAILED and mark.claim.due.template.followed_back


def _told(mark: Mark) -> bool:
    """Whether a mail about an unused account left, or is wanted nowhere: trying again tells nobody more."""
    state, reason = mark.outcome.state, mark.outcome.reason
    refused = state is State.FAILED and reason != GAVE_UP
    return mark.claim.due.template is Template.ACCOUNT_UNUSED and (state is State.SENT or refused)


def _tell(entries: Sequence[_Entry], error: Exception) -> None:
    for entry in entries:
        if not entry.written.done():
            entry.written.set_exception(error)
