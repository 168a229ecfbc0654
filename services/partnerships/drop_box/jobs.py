"""The SMTP server mails come to in copy: known addresses alone, and nothing said taken is lost.

It speaks to the mail server of the organisation, which hands it what is for the drop domain. A mail
is answered yes once its transaction has committed: whoever sent it keeps it until then.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session

from contracts.identifiers import Uai
from contracts.portal.accounts import BUREAU_STAFF, BureauRequest, StaffMember
from services.chassis.incoming_mails.server import (
    NOT_NOW,
    TAKEN,
    TOO_MANY,
    UNKNOWN,
    WELCOME,
    sender_of,
    taking_mails,
)
from services.chassis.questions import QuestionRefused
from services.chassis.runtime.running_service import Runtime
from services.chassis.unit_of_work.unit_of_work import Scope
from services.partnerships.drop_box.commands import receive_mail
from services.partnerships.drop_box.model.dropped_mail import TOKEN, read_mail
from services.partnerships.drop_box.store import DropAddress, Drops

log = structlog.get_logger(__name__)

DEPARTMENT = Scope(frozenset(), department_wide=True)
RECIPIENTS_MAX = 5


@asynccontextmanager
async def drop_box(runtime: Runtime) -> AsyncIterator[None]:
    """Take mails while the service runs, if a port and a domain are set for that."""
    settings = runtime.settings
    if settings.drop_smtp_port is None or settings.drop_domain is None:
        yield
        return
    taker = _Taker(runtime, settings.drop_domain, settings.drop_smtp_relay)
    host, port = settings.drop_smtp_host, settings.drop_smtp_port
    try:
        async with taking_mails(taker, host=host, port=port, peers=settings.drop_peers):
            log.info("drop_box.opened", port=port)
            yield
    finally:
        taker.close()


class _Taker:
    """Notes what is sent; says 451 when it cannot, so that the sender tries again."""

    def __init__(self, runtime: Runtime, domain: str, relay: str | None) -> None:
        self._work = runtime.work
        self._ask = runtime.ask
        self._domain = domain
        self._relay = relay
        # One at a time: however long mails take to be read, the pages have their share.
        self._reading = ThreadPoolExecutor(1, "drop-box")

    def close(self) -> None:
        """Read no more mails."""
        self._reading.shutdown(wait=False, cancel_futures=True)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it by this name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Whether there is such an address: said before anything of the mail."""
        if len(envelope.rcpt_tos) >= RECIPIENTS_MAX:
            return TOO_MANY
        try:
            found = await self._find(address)
            works_there = found is not None and bool(await self._colleagues(found))
        except Exception:  # whatever the reason, the sender comes again
            log.exception("drop_box.not_looked_up")
            return NOT_NOW
        if not works_there:
            return UNKNOWN
        envelope.rcpt_tos.append(address)
        return WELCOME

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it by this name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Answer a mail, once it is noted."""
        content = envelope.original_content or b""
        try:
            now = self._work.now()
            read = partial(
                read_mail,
                content,
                sender=sender_of(envelope),
                domain=self._domain,
                relay=self._relay,
                now=now,
            )
            mail = await asyncio.get_running_loop().run_in_executor(self._reading, read)
            addresses = [await self._find(recipient) for recipient in envelope.rcpt_tos]
            still_there = [address for address in addresses if address is not None]
            for address in still_there:
                staff = [one.mail.casefold() for one in await self._colleagues(address)]
                scope = Scope(frozenset({address.uai}))
                async with self._work.begin(scope, uai=address.uai, now=now) as uow:
                    await receive_mail(uow, address=address, mail=mail, staff=staff, now=now)
        except Exception:  # whatever the reason, the sender keeps what we did not
            log.exception("drop_box.not_noted")
            return NOT_NOW
        # Addresses may have been revoked since they were accepted.
        return TAKEN if still_there else UNKNOWN

    async def _colleagues(self, address: DropAddress) -> Sequence[StaffMember]:
        """Who works at the bureau; nobody once the holder does not. Raises QuestionUnanswered."""
        try:
            staff = await self._ask(BUREAU_STAFF, Uai(address.uai), BureauRequest())
        except QuestionRefused:
            return ()
        works_there = any(one.account_id == address.account_id for one in staff.members)
        return staff.members if works_there else ()

    async def _find(self, recipient: str) -> DropAddress | None:
        local, _, domain = recipient.lower().rpartition("@")
        if domain != self._domain or not TOKEN.fullmatch(local):
            return None
        async with self._work.begin(DEPARTMENT) as uow:
            return await Drops(uow).find(local)
