"""Passerelle answers to its own names alone, whoever leads a browser to it by another one."""

import pytest
from pydantic import ValidationError

from deploy.services import SERVICES
from services.chassis.base.identity import Role
from services.chassis.base.settings import Settings
from tests.supervision.browsing import without_tags
from tests.support.network import Network

OURS = Settings(
    public_url="https://Passerelle.example",
    portal_url="http://portail:8001",
    allowed_hosts="passerelle.lan:8000, 10.1.2.3,[fd00::3]",
)


@pytest.mark.parametrize(
    "host",
    [
        *("passerelle.example", "PASSERELLE.example:443", "passerelle.example.", "portail:8001"),
        *("passerelle.lan", "10.1.2.3", "[fd00::3]:8000"),
        *("127.0.0.1:8000", "127.0.0.9", "localhost", "mon.localhost:3", "[::1]:8000"),
    ],
)
def test_its_names_are_those_of_its_addresses_those_it_was_given_and_this_machine_s(
    host: str,
) -> None:
    assert OURS.hosts.answers("/", [host])


@pytest.mark.parametrize(
    "asked",
    [
        *(["evil.example"], ["passerelle.example.evil.example"], ["evil.example:443"]),
        *(["10.1.2.4"], ["xpasserelle.lan"], ["127.0.0.1.evil.example"], ["0.0.0.0:8000"]),
        *([], [""], [":8000"], ["["], ["evil@127.0.0.1"], ["127.0.0.1/evil"], ["localhost:x"]),
        ["passerelle.example", "evil.example"],
    ],
    ids=str,
)
def test_any_other_name_is_refused(asked: list[str]) -> None:
    assert not OURS.hosts.answers("/", asked)


@pytest.mark.parametrize(
    "path", ["/api/portal/health/live", "/api/x/health/ready", "/api/x/metrics"]
)
def test_probes_ask_each_process_at_its_own_address(path: str) -> None:
    assert OURS.hosts.answers(path, ["10.9.9.9:8001"])
    assert not OURS.hosts.answers(f"{path}/more", ["10.9.9.9:8001"])


@pytest.mark.parametrize("names", ["https://passerelle.lan", "a b", "a,,b", "a;b", "é.example"])
def test_a_list_that_is_none_is_refused_at_the_start(names: str) -> None:
    with pytest.raises(ValidationError):
        Settings(allowed_hosts=names)


async def test_every_service_refuses_another_name_in_one_sentence(network: Network) -> None:
    for service in SERVICES:
        client = await network.client_as(Role.RBDE)
        page, programs = service.prefixes[0], f"/api/{service.name}/openapi.json"
        for method in ("GET", "HEAD", "POST"):
            refused = await client.request(method, page, headers={"Host": "evil.example"})
            assert refused.status_code == 421, f"{method} {page}"
        text = without_tags((await client.get(page, headers={"Host": "evil.example"})).text)
        assert "Passerelle ne répond pas sous ce nom" in text
        problem = await client.get(programs, headers={"Host": "evil.example"})
        assert (problem.status_code, problem.json()["code"]) == (421, "host-unknown")
        for path in ("health/live", "health/ready"):
            probe = f"/api/{service.name}/{path}"
            answer = await client.get(probe, headers={"Host": "10.9.9.9:8001"})
            assert answer.status_code in (200, 503), probe
