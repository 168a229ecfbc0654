"""The example alerts speak of metrics that the services really tell."""

import re
from pathlib import Path

from deploy.services import SERVICES
from services.chassis.base.identity import Role
from tests.chassis import test_metrics as of_one
from tests.support.network import Network

ALERTS = Path(__file__).parents[2] / "deploy" / "prometheus" / "alerts.yaml"
ONLY_WHILE_SOMETHING_WAITS = "_age_seconds"


async def test_every_metric_of_the_example_alerts_exists(network: Network) -> None:
    operator = await network.client_as(Role.OPERATOR)
    exist = set(of_one.TestReadings().read().names)
    for service in SERVICES:
        # Of requests a service tells once it has answered one.
        await operator.get(f"/api/{service.name}/metrics")
        answer = await operator.get(f"/api/{service.name}/metrics")
        assert answer.status_code == 200, answer.text
        exist |= of_one.Scrape(answer.text).names

    asked = set(re.findall(r"passerelle_[a-z_]+", ALERTS.read_text()))

    assert len(asked) > 15
    unknown = asked - exist
    assert {name.removesuffix(ONLY_WHILE_SOMETHING_WAITS) for name in unknown} - exist == set()
