"""`python -m tests.notifications.mailer`: sends what is due until it is killed."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.security.credentials import ServiceCredentials
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.notifications.contents.model import Due
from services.notifications.delivery.jobs.worker import Mailer
from tests.notifications.sending import Writer

SERVICE = "notifications"
# Shorter than in production, so that a test sees several processes die.
LEASE = timedelta(seconds=3)
SEND_SECONDS = 1.0


def address_of(due: Due) -> str:
    """An address of its own for each mail, at one of many domains."""
    return f"{due.aggregate_id.hex}@d{due.aggregate_id.int % 100}.example"


async def main() -> None:
    settings = Settings()
    database = Database.open(settings, ServiceCredentials.load(settings.credentials, SERVICE))
    units = UnitsOfWork(database, service=SERVICE, department=settings.department)
    mailer = Mailer(settings, units, Writer(to=address_of), lease=LEASE, send_seconds=SEND_SECONDS)
    await mailer.run()


if __name__ == "__main__":
    asyncio.run(main())
