"""A mailer that is killed again and again, while people ask for mails and cancel some.

What arrives says which process sent it: a copy is forgiven only to a process that died before it
could write down what became of its mail.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg

from contracts.identifiers import Uai
from services.chassis.base import failpoints
from services.chassis.database.engine import Database
from services.chassis.security.credentials import ServiceCredentials
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.notifications.contents.model import Composed, Due
from services.notifications.delivery.jobs import worker
from services.notifications.delivery.jobs.worker import Mailer
from services.notifications.mails.commands import cancel_mails, enqueue_mail
from services.notifications.mails.model.template import Template
from tests.chassis.facts import BOURDELLE, MAURY
from tests.faults.world import Diary, Life, Place

SERVICE, DEPARTMENT = "notifications", "82"
LEASE = timedelta(seconds=2.5)
SEND_SECONDS = 1.5
"""Long enough for a machine that does other things: a mail put off for a minute never settles."""
LOOK_SECONDS = 0.01
CANCEL_EVERY = 4
MARKER = "{{process}}"
UNFINISHED = "SELECT count(*) FROM mails WHERE finished_at IS NULL"
HISTORY = """
CREATE SCHEMA IF NOT EXISTS verdict;
CREATE TABLE IF NOT EXISTS verdict.history (
    at bigint GENERATED ALWAYS AS IDENTITY, cause uuid, state text, token uuid
);
CREATE OR REPLACE FUNCTION verdict.remember() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
$$ BEGIN
    INSERT INTO verdict.history (cause, state, token) VALUES (NEW.cause, NEW.state, NEW.lease_token);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER remember AFTER INSERT OR UPDATE ON mails
    FOR EACH ROW EXECUTE FUNCTION verdict.remember();
"""
"""Every state a mail was ever in, once committed: what a process claimed and said survives it."""


def address_of(cause: UUID) -> str:
    """Where the mail of a command arrives; a few hosts, so that none is paced."""
    return f"{cause.hex}@host{cause.int % 7}.example"


async def compose(due: Due) -> Composed:
    """Another subject each time: two copies that differ were composed apart."""
    return Composed(
        to=address_of(due.cause),
        sender_name="LP des Tilleuls",
        reply_to="bureau@tilleuls.example",
        subject=f"Essai {due.cause}, {uuid4().hex}",
        html=f"<p>{MARKER}</p>",
        text=MARKER,
        secrets={MARKER: f"process={os.getpid()};"},
    )


class People:
    """Ask for mails, and think better of some."""

    def __init__(self, units: UnitsOfWork, diary: Diary) -> None:
        self._units = units
        self._diary = diary

    async def ask(self, causes: Sequence[UUID]) -> None:
        for cause in causes:
            self._diary.note("tried", cause)
            async with self._units.begin(_lycee(cause)) as uow:
                await enqueue_mail(
                    uow,
                    template=Template.HOST_AGREED,
                    recipient="host_contact",
                    cause=cause,
                    aggregate_id=cause,
                    now=uow.now,
                )
            self._diary.note("accepted", cause)
            if cause.int % CANCEL_EVERY == 0:
                async with self._units.begin(_lycee(cause)) as uow:
                    await cancel_mails(
                        uow,
                        aggregate_id=cause,
                        templates=(Template.HOST_AGREED,),
                        reason="cause-gone",
                        now=uow.now,
                    )


def _lycee(cause: UUID) -> Scope:
    uai: Uai = (MAURY, BOURDELLE)[cause.int % 2]
    return Scope(frozenset({uai}))


async def live(place: Place, life: Life, patience_seconds: float) -> None:
    """Send until nothing waits any more; may be killed on the way. Raises TimeoutError."""
    credentials = ServiceCredentials.load(place.settings.credentials, SERVICE)
    units = UnitsOfWork(
        Database.open(place.settings, credentials), service=SERVICE, department=DEPARTMENT
    )
    worker.POLL_SECONDS = LOOK_SECONDS
    mailer = Mailer(place.settings, units, compose, lease=LEASE, send_seconds=SEND_SECONDS)
    failpoints.arm(life.armed)
    sending = asyncio.create_task(mailer.run())
    async with asyncio.timeout(patience_seconds):
        await People(units, Diary(place.diary)).ask(life.commands)
        superuser = await asyncpg.connect(place.superuser_url)
        while life.stays or await superuser.fetchval(UNFINISHED):
            if sending.done():
                sending.result()
            await asyncio.sleep(LOOK_SECONDS)
