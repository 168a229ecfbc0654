"""How many notices somebody has not read, remembered for all services of a process.

Drawing a page asks nobody for it: what is remembered is shown, and asked anew behind the page once
it is a few seconds old. Nothing is shown while nobody could say.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

import structlog

from contracts.identifiers import AccountId, Uai
from contracts.notices import UNREAD_NOTICES, UnreadRequest
from services.chassis.base.identity import Identity
from services.chassis.questions import Asker, QuestionRefused, QuestionUnanswered

log = structlog.get_logger(__name__)

FRESH_SECONDS = 3.0
"""How old a count may be before it is asked anew."""
FIRST_SECONDS = 0.3
"""How long the first page of somebody waits for it."""
REMEMBERED_MAX = 10_000
"""Accounts remembered by one process; the least recently shown goes first."""


@dataclass
class _Known:
    many: int | None
    asked_at: float


@dataclass
class UnreadCounts:
    """The counts one process remembers."""

    clock: Callable[[], float] = time.monotonic
    _known: OrderedDict[UUID, _Known] = field(default_factory=OrderedDict)
    _asking: dict[UUID, asyncio.Task[None]] = field(default_factory=dict)

    async def of(self, reader: Identity, ask: Asker, department: Uai) -> int | None:
        """How many, as far as is known; None when nobody could say."""
        account = reader.account_id
        known = self._known.get(account)
        if ask.service not in UNREAD_NOTICES.askers:
            return known.many if known else None
        if known is not None and self.clock() - known.asked_at <= FRESH_SECONDS:
            return known.many
        task = self._asking.get(account)
        if task is None:
            task = asyncio.create_task(self._asked(reader, ask, department))
            self._asking[account] = task
            task.add_done_callback(partial(self._told, account))
        if known is not None:
            return known.many
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(task), FIRST_SECONDS)
        known = self._known.get(account)
        return known.many if known else None

    def forget(self, account_id: UUID) -> None:
        """Ask again before the next page of an account: its count has just changed."""
        self._known.pop(account_id, None)
        self._asking.pop(account_id, None)

    def _told(self, account_id: UUID, task: asyncio.Task[None]) -> None:
        # One that was forgotten meanwhile makes no room: another asks anew.
        if self._asking.get(account_id) is task:
            del self._asking[account_id]

    async def _asked(self, reader: Identity, ask: Asker, department: Uai) -> None:
        request = UnreadRequest(
            account_id=AccountId(reader.account_id),
            lycees=tuple(reader.lycees),
            department_wide=any(grant.role.department_wide for grant in reader.grants),
        )
        many: int | None = None
        try:
            many = (await ask(UNREAD_NOTICES, department, request)).many
        except (QuestionRefused, QuestionUnanswered):
            pass
        except Exception as error:  # whatever it is, no page fails by its bell
            log.warning("unread_notices.not_told", exc_info=error)
        if self._asking.get(reader.account_id) is asyncio.current_task():
            self._remember(reader.account_id, many)

    def _remember(self, account_id: UUID, many: int | None) -> None:
        self._known.pop(account_id, None)
        self._known[account_id] = _Known(many, self.clock())
        while len(self._known) > REMEMBERED_MAX:
            self._known.popitem(last=False)


COUNTS = UnreadCounts()
"""Those of this process: all its services show the same."""
