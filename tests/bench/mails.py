"""Two thousand mails handed to a local server, beside bare aiosmtplib on as many connections.

Both send from this process, on the loop of `up`, to one aiosmtpd in a process of its own. Bare: bytes
made before, as many connections, one address a mail. Ours: from the first look at the queue to the last
mark; taking, asking, drawing, writing down before sending, sending, marking. PostgreSQL, NATS and
the owners are processes of their own, as in a deployment of separate services; the owners answer
from memory, since what their tables cost is theirs. The bureau is asked once for all the mails of a
lycée that are being composed: less than three questions a mail.
"""

import asyncio
import gc
import statistics
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import aiosmtplib
import asyncpg

from deploy.embedded.postgres import EmbeddedPostgres
from services.chassis.base.settings import Settings
from services.chassis.database.migrations import run_migrations
from services.chassis.observability.logging import configure_logging
from services.chassis.security.credentials import create_missing
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.notifications.composition.queries.composer import Composer
from services.notifications.contents.model import Composed, Composition, Due
from services.notifications.delivery.jobs.worker import Mailer
from services.notifications.drawing.queries import draw
from services.notifications.mail_server.model.address import checked_address
from services.notifications.mail_server.model.message import Letter, as_bytes
from services.notifications.mails.model.mail import MailId
from services.notifications.mails.model.template import Template
from services.notifications.service import SERVICE
from tests.bench.report import Figure
from tests.notifications.mail_values import COMMON
from tests.notifications.owners import OWNERS, asking
from tests.notifications.sending import SENDER, settings_for
from tests.notifications.world import HERE
from tests.support.servers import own_folder
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

MAILS, ROUNDS, CONNECTIONS, DOMAINS, DRAWN = 2_000, 3, 8, 400, 200
SHARE_MIN = 0.6
LOOK_AGAIN_SECONDS = 0.05
_ANY_LEFT = "SELECT EXISTS (SELECT 1 FROM mails WHERE state <> 'sent')"
ROOT = Path(__file__).parents[2]


@dataclass
class Bench:
    """A queue, a server in a process of its own, and the owners of what mails say."""

    units: UnitsOfWork
    superuser: asyncpg.Connection
    composer: Composer
    settings: Settings

    async def compose(self, due: Due) -> Composition:
        """The real thing, on the answers of the owners; each mail to a mailbox of its own."""
        composed = await self.composer(due)
        assert isinstance(composed, Composed), composed
        number = due.aggregate_id.int
        return replace(composed, to=f"{due.aggregate_id.hex}@d{number % DOMAINS}.example")

    async def ours(self) -> float:
        """Seconds from the first look at a queue of mails that are due to the last mark."""
        now = datetime.now(UTC)
        await self.superuser.execute("TRUNCATE mails")
        await self.superuser.executemany(
            "INSERT INTO mails (uai, mail_id, template, recipient, cause, aggregate_id, state,"
            " queued_at, next_attempt_at) VALUES ($1, $2, $3, 'host', $4, $5, 'queued', $6, $6)",
            [(HERE, uuid4(), Template.HOST_AGREED, uuid4(), uuid4(), now) for _ in range(MAILS)],
        )
        await self.superuser.execute("ANALYZE mails")
        mailer = Mailer(self.settings, self.units, self.compose)
        start = time.perf_counter()
        sending = asyncio.create_task(mailer.run())
        await eventually(self._all_left)
        seconds = time.perf_counter() - start
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        return seconds

    async def _all_left(self) -> bool:
        left = await self.superuser.fetchval(_ANY_LEFT)
        await asyncio.sleep(LOOK_AGAIN_SECONDS)
        return not left

    async def bare(self, content: bytes) -> float:
        """Seconds aiosmtplib takes for as many mails, made before."""
        start = time.perf_counter()
        waiting = iter([content] * MAILS)
        await asyncio.gather(*(self._hand_over(waiting) for _ in range(CONNECTIONS)))
        return time.perf_counter() - start

    async def _hand_over(self, waiting: Iterator[bytes]) -> None:
        host, port = self.settings.smtp_host, self.settings.smtp_port
        async with aiosmtplib.SMTP(hostname=host, port=port, start_tls=False) as client:
            for content in waiting:
                await client.sendmail(SENDER, f"{uuid4().hex}@d.example", content)

    def drawing(self, composed: Composed) -> tuple[bytes, float]:
        """A mail as it travels, and the milliseconds it takes to draw and write one."""
        values = {**COMMON, "mails_url": self.settings.public_url}
        content, costs = b"", []
        for _ in range(DRAWN):
            start = time.perf_counter()
            drawn = draw(Template.HOST_AGREED, values)
            content = _written(replace(composed, html=drawn.html, text=drawn.text))
            costs.append(time.perf_counter() - start)
        return content, statistics.median(costs) * 1000


async def mails() -> list[Figure]:
    """What the queue costs: leases, questions, drawing and marks included."""
    async with _bench() as bench:
        composed = await bench.compose(_due())
        assert isinstance(composed, Composed)
        content, drawing_ms = bench.drawing(composed)
        ratios = []
        # What is loaded is never freed: `up` does not look for garbage there either.
        gc.collect()
        gc.freeze()
        for _ in range(ROUNDS):
            bare, ours = await bench.bare(content), await bench.ours()
            print(f"  bare {MAILS / bare:.0f}/s, ours {MAILS / ours:.0f}/s", flush=True)
            ratios.append(ours / bare)
    ratio = statistics.median(ratios)
    remark = f"{1 / ratio:.2f} of its pace, {CONNECTIONS} connections, questions over NATS"
    return [
        Figure(f"{MAILS} mails ÷ bare aiosmtplib", ratio, 1 / SHARE_MIN, "", remark),
        Figure("drawing a mail", drawing_ms, 2, "ms", "templates, then its bytes"),
    ]


@asynccontextmanager
async def _bench() -> AsyncIterator[Bench]:
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(own_folder("bench-mails", on_disk=True))
        postgres = EmbeddedPostgres(folder / "pg")
        stack.push_async_callback(postgres.stop)
        await postgres.start()
        port = int(await stack.enter_async_context(_process("tests.bench.mail_server")))
        settings = settings_for(
            port,
            database_url=postgres.url,
            database_ssl="disable",
            credentials=folder / "credentials",
            smtp_connections=CONNECTIONS,
            log_level="WARNING",
        )
        configure_logging(settings)
        create_missing(settings.credentials, [*OWNERS, SERVICE.name])
        await run_migrations(SERVICE, settings)
        databases = ServiceDatabases(settings, postgres.url)
        database = databases.open(SERVICE.name)
        stack.push_async_callback(database.close)
        superuser = await databases.superuser(SERVICE.name)
        stack.push_async_callback(superuser.close)
        (folder / "bus").mkdir()
        located, composer = await stack.enter_async_context(asking(settings, folder / "bus"))
        answering = ("tests.bench.mail_owners", located.nats_url, str(settings.credentials))
        await stack.enter_async_context(_process(*answering))
        units = UnitsOfWork(database, service=SERVICE.name, department=settings.department)
        yield Bench(units, superuser, replace(composer, units=units), settings)


@asynccontextmanager
async def _process(*module: str) -> AsyncIterator[str]:
    """What a module says first, run in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *module),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.kill()
        await process.wait()


def _due() -> Due:
    return Due(
        mail_id=MailId(uuid4()),
        uai=HERE,
        template=Template.HOST_AGREED,
        recipient="host",
        cause=uuid4(),
        aggregate_id=uuid4(),
        queued_at=datetime.now(UTC),
        attempt=1,
    )


def _written(composed: Composed) -> bytes:
    letter = Letter(
        message_id=f"<{uuid4()}@passerelle.example>",
        composed_at=datetime.now(UTC),
        sender=checked_address(SENDER),
        sender_name=composed.sender_name,
        to=checked_address(composed.to),
        reply_to=checked_address(composed.reply_to or SENDER),
        subject=composed.subject,
        html=composed.html,
        text=composed.text,
    )
    return as_bytes(letter, dict(composed.secrets))
