"""Health says what is true of the parts a service stands on."""

from deploy.nats.operator_connection import operator_connection
from services.internships.service import SERVICE
from tests.support.network import Network, Running
from tests.support.waiting import eventually

READY = "/api/internships/health/ready"


async def status(network: Network) -> str:
    answer = (await network.client().get(READY)).json()
    return str(answer["status"])


async def test_a_service_is_ready_until_one_of_its_readers_is_gone(running: Running) -> None:
    async with running(SERVICE) as network:

        async def ready() -> bool:
            return await status(network) == "ready"

        async def says_who_is_missing() -> bool:
            answer = (await network.client().get(READY)).json()
            return answer["status"] == "degraded" and durable.name in str(answer["problems"])

        await eventually(ready)
        durable = network.runtime("internships").durables[0]
        async with operator_connection(running.settings) as client:
            await client.jetstream().delete_consumer(durable.stream, durable.name)

        await eventually(says_who_is_missing)
