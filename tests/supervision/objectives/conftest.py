"""A department of some months, and who works at the bureau of one of its lycées."""

from collections.abc import AsyncIterator

import httpx2
import pytest_asyncio
from fastapi import FastAPI

from services.chassis.base.identity import Role
from tests.supervision.browsing import browsing
from tests.supervision.months import Months, months_of
from tests.supervision.network import BOURDELLE
from tests.support.pages import Visitor
from tests.support.portal import KnownSessions
from tests.support.services import ServiceDatabases


@pytest_asyncio.fixture
async def months(
    app: FastAPI, service_databases: ServiceDatabases, supervisor: httpx2.AsyncClient
) -> AsyncIterator[Months]:
    async with months_of(app, service_databases, Visitor(supervisor)) as found:
        yield found


@pytest_asyncio.fixture
async def bureau(app: FastAPI, sessions: KnownSessions) -> AsyncIterator[httpx2.AsyncClient]:
    """The responsable of the bureau of Bourdelle."""
    async with browsing(app, sessions.sign_in((Role.RBDE, BOURDELLE))) as browser:
        yield browser
