"""`python -m tests.notifications.sender`: sends outside what is due until it is killed."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.security.credentials import ServiceCredentials
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.notifications.delivery.outgoing import Sender
from tests.notifications.outside import LOCAL

SERVICE = "notifications"


async def main() -> None:
    settings = Settings()
    database = Database.open(settings, ServiceCredentials.load(settings.credentials, SERVICE))
    units = UnitsOfWork(database, service=SERVICE, department=settings.department)
    # Shorter than in production: a test waits for the lease of one that died.
    await Sender(units, LOCAL, lease=timedelta(seconds=2)).run()


if __name__ == "__main__":
    asyncio.run(main())
