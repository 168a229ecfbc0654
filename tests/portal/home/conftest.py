"""Every service runs once for all tests of a file: each reads, as somebody of its own."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.support.network import Network, Running


@pytest_asyncio.fixture(scope="module")
async def network(running: Running) -> AsyncIterator[Network]:
    async with running() as everything:
        yield everything
