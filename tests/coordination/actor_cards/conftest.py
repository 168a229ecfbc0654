"""Coordination runs, and a bureau and the supervisor have it open."""

from collections.abc import AsyncIterator

import httpx2
import pytest_asyncio

from services.chassis.base.identity import Role
from services.coordination.service import SERVICE
from tests.support.network import Network, Running


@pytest_asyncio.fixture
async def network(running: Running) -> AsyncIterator[Network]:
    async with running(SERVICE) as network:
        yield network


@pytest_asyncio.fixture
async def read_by_a_bureau(network: Network) -> httpx2.AsyncClient:
    return await network.client_as(Role.RBDE)


@pytest_asyncio.fixture
async def read_by_her(network: Network) -> httpx2.AsyncClient:
    return await network.client_as(Role.SUPERVISOR, None)
