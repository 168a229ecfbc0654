"""Sends outside what endpoints wait for: one process at a time to each, none waits for another."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

import structlog

from services.chassis.base.cancellation import heed_cancellation
from services.chassis.base.failpoints import failpoint
from services.chassis.database.infrastructure_errors import is_trouble
from services.chassis.runtime.running_service import Runtime
from services.chassis.unit_of_work.unit_of_work import UnitOfWork, UnitsOfWork
from services.notifications.delivery.store.leases import DEPARTMENT
from services.notifications.endpoints.commands import SECRET_PURPOSE
from services.notifications.endpoints.model.endpoint import Endpoint, Networks
from services.notifications.endpoints.model.signature import headers
from services.notifications.outgoing.jobs.post import ANSWER_SECONDS, Poster, poster
from services.notifications.outgoing.store import SendingOut

log = structlog.get_logger(__name__)

POLL_SECONDS = 1.0
LEASE = timedelta(minutes=1)
"""How long an endpoint belongs to who took it; one attempt takes a fraction of it."""
AT_ONCE_MAX = 20
"""Endpoints one process sends to at the same time."""
IN_A_ROW_MAX = 200
"""Then others that wait have their turn."""


class Sender:
    """Sends what is due, in one process among several."""

    def __init__(
        self,
        units: UnitsOfWork,
        allowed: Networks,
        *,
        tls: ssl.SSLContext | None = None,
        lease: timedelta = LEASE,
        seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._units = units
        self._allowed = allowed
        self._tls = tls
        self._lease = lease
        self._seconds = seconds
        self._busy: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Send until cancelled; what is being sent then is sent again later, under the same id."""
        try:
            while True:
                heed_cancellation()  # other programs are waited for in ways that forget it
                await self._round()
                await asyncio.sleep(POLL_SECONDS)
        finally:
            for task in self._busy:
                task.cancel()
            await asyncio.gather(*self._busy, return_exceptions=True)

    async def _round(self) -> None:
        room = AT_ONCE_MAX - len(self._busy)
        try:
            async with self._units.begin(DEPARTMENT) as uow:
                token = uow.new_id()
                taken = await SendingOut(uow).take(room, token=token, lease=self._lease)
        except Exception as error:  # the database may be away: it is looked at again
            if not is_trouble(error):
                log.exception("outgoing.not_looked_at")
            return
        for endpoint in taken:
            task = asyncio.create_task(self._serve(endpoint, token))
            self._busy.add(task)
            task.add_done_callback(self._busy.discard)

    async def _serve(self, endpoint: Endpoint, token: UUID) -> None:
        """Send to one endpoint, in order, until there is nothing or it wants a rest."""
        try:
            async with poster(self._allowed, tls=self._tls, seconds=self._seconds) as to_it:
                for _ in range(IN_A_ROW_MAX):
                    if not await self._send_next(endpoint, token, to_it):
                        break
            async with self._units.begin(DEPARTMENT) as uow:
                await SendingOut(uow).release(endpoint.id, token=token)
        except Exception as error:  # it is sent to again when its lease is over
            if not is_trouble(error):
                log.exception("outgoing.broken", uai=endpoint.uai, endpoint_id=str(endpoint.id))

    async def _send_next(self, taken: Endpoint, token: UUID, to_it: Poster) -> bool:
        async with self._units.begin(DEPARTMENT) as uow:
            found = await SendingOut(uow).next_for(taken.id, token=token, lease=self._lease)
        if found is None:
            return False
        endpoint, delivery = found
        keys = self._keys(endpoint, uow)
        signed = headers(delivery.event_id, delivery.body, keys, now=uow.now)
        failpoint("outgoing.before_send")
        answer = await to_it.post(endpoint.url, delivery.body, signed)
        failpoint("outgoing.before_mark")
        async with self._units.begin(DEPARTMENT) as uow:
            await SendingOut(uow).mark(endpoint, delivery, answer)
        log.info(
            "outgoing.attempted",
            uai=endpoint.uai,
            endpoint_id=str(endpoint.id),
            attempt=delivery.attempts + 1,
            status=answer.status,
            reason=answer.reason,
        )
        return True

    def _keys(self, endpoint: Endpoint, uow: UnitOfWork) -> list[bytes]:
        ids = [endpoint.secret_id]
        until = endpoint.old_secret_until
        if endpoint.old_secret_id is not None and until is not None and uow.now < until:
            ids.append(endpoint.old_secret_id)
        return [self._units.links.signing_key(SECRET_PURPOSE, row_id=one) for one in ids]


@asynccontextmanager
async def sending_out(runtime: Runtime) -> AsyncIterator[None]:
    """What a replica does while it runs."""
    sender = Sender(runtime.work, runtime.settings.outgoing_allowed)
    task = asyncio.create_task(sender.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
