"""A head and an operator read what is kept of people; nobody else does."""

import pytest

from deploy.services import SERVICES
from services.chassis.base.identity import Role
from tests.support.network import Network


@pytest.mark.parametrize("role", [Role.HEAD, Role.OPERATOR])
async def test_the_register_is_read_service_by_service(network: Network, role: Role) -> None:
    reader = await network.client_as(role)

    whole = (await reader.get("/registre")).text
    pages = {s.name: (await reader.get(f"/registre/{s.name}")).text for s in SERVICES}

    for service in SERVICES:
        assert f'href="/registre/{service.name}"' in whole
        for table, said in service.register.items():
            for column, use in said.columns.items():
                assert f"{table}.{column}</code>" in pages[service.name]
                assert use.purpose in pages[service.name]
        part = (await reader.get(f"/api/{service.name}/register")).text
        assert all(said.processing.title in part for said in service.register.values())


@pytest.mark.parametrize("role", [Role.RBDE, Role.SUPERVISOR])
async def test_nobody_else_finds_it(network: Network, role: Role) -> None:
    other = await network.client_as(role)

    assert (await other.get("/registre")).status_code == 404
    assert 'href="/registre"' not in (await other.get("/")).text
