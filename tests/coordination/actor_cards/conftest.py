"""Coordination runs, and a bureau and the supervisor have it open."""

import httpx2
import pytest_asyncio

from services.chassis.base.identity import Role
from tests.support.network import Network


@pytest_asyncio.fixture
async def read_by_a_bureau(network: Network) -> httpx2.AsyncClient:
    return await network.client_as(Role.RBDE)


@pytest_asyncio.fixture
async def read_by_her(network: Network) -> httpx2.AsyncClient:
    return await network.client_as(Role.SUPERVISOR, None)
