"""The services run together in one process; people get in where they may."""

import pytest

from deploy.menus import NAMED
from tests.support.network import Network
from tests.support.waiting import eventually


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        ("rbde", {"/": 200, "/entreprises": 200, "/pfmp": 200, "/departement": 404}),
        ("head", {"/": 200, "/pfmp": 200, "/departement": 404}),
        ("supervisor", {"/": 200, "/departement": 200, "/pfmp": 404}),
    ],
)
async def test_each_role_finds_its_own_pages(
    network: Network, role: str, statuses: dict[str, int]
) -> None:
    browser = await network.client_as(role)
    answers = {path: (await browser.get(path)).status_code for path in statuses}
    assert answers == statuses


async def test_nobody_is_sent_to_the_sign_in_page_and_back(network: Network) -> None:
    answer = await network.client().get("/pfmp?x=1")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/connexion?next=/pfmp%3Fx%3D1"


async def test_every_service_is_ready_once_its_readers_run(network: Network) -> None:
    browser = network.client()
    for service in (one.name for one in NAMED):

        async def ready(service: str = service) -> bool:
            answer = await browser.get(f"/api/{service}/health/ready")
            assert answer.json()["status"] == "ready", answer.text
            return True

        await eventually(ready)
