"""Services asked to stop, whatever they are in the middle of."""

import asyncio

from deploy.services import SERVICES
from deploy.supervisor.web import services_in_process
from tests.support.network import Running
from tests.support.proof import in_two_sizes


@in_two_sizes("starts", 4, 40)
async def test_services_asked_to_stop_while_they_connect_do_stop(
    running: Running, starts: int
) -> None:
    """A cancellation that meets the end of a request to NATS must not be lost."""
    async with running() as network:
        settings = network.settings
    for _ in range(starts):
        async with asyncio.timeout(20), services_in_process(SERVICES, settings):
            pass
