"""The look after each journey finds whoever is named where nobody should be."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio

from tests.internships.world import ELEC, Lycee
from tests.security.names import no_name_gets_out
from tests.support.network import ELSEWHERE, HERE, Network
from tests.support.services import ServiceDatabases

PUPIL = "CANARIVAL Zéphyrine"


async def somebody(network: Network, databases: ServiceDatabases) -> None:
    now = datetime.now(UTC)
    superuser = await databases.superuser("internships")
    lycee = Lycee(HERE, network.runtime("internships").work, superuser, now)
    await lycee.imports(f"{PUPIL} 2ELEC", classes={"2ELEC": await lycee.opens(ELEC)})
    await superuser.close()


async def told_to_another_lycee(databases: ServiceDatabases) -> None:
    """Its teacher's link, given to a pupil of another lycée: keys are not looked at."""
    superuser = await databases.superuser("internships")
    await superuser.execute("SET session_replication_role = replica")
    await superuser.execute(
        "INSERT INTO personal_links (uai, link_id, kind, class_id, given_to, given_at, expires_at)"
        " VALUES ($1, $2, 'class_periods', $2, 'Zéphyrine Canarival', now(), now())",
        ELSEWHERE,
        uuid4(),
    )
    await superuser.close()


async def told_to_the_department(databases: ServiceDatabases) -> None:
    superuser = await databases.superuser("supervision")
    await superuser.execute("CREATE TABLE leaks AS SELECT 'canarival' AS said")
    await superuser.close()


@pytest_asyncio.fixture
async def forgotten(network: Network, service_databases: ServiceDatabases) -> AsyncIterator[None]:
    """The table of a leak is taken away, whatever the test saw."""
    yield
    superuser = await service_databases.superuser("supervision")
    await superuser.execute("DROP TABLE IF EXISTS leaks")
    await superuser.close()


async def test_a_journey_that_keeps_names_to_itself_is_let_through(
    network: Network, service_databases: ServiceDatabases, tmp_path: Path
) -> None:
    async with no_name_gets_out(service_databases.settings, tmp_path):
        await somebody(network, service_databases)


@pytest.mark.usefixtures("forgotten")
@pytest.mark.parametrize("where", ["another lycée", "the department", "a print", "a file"])
async def test_a_name_elsewhere_is_found(
    network: Network, service_databases: ServiceDatabases, tmp_path: Path, where: str
) -> None:
    async def names_somebody() -> None:
        told: list[str] = []
        settings = service_databases.settings
        async with no_name_gets_out(settings, tmp_path, lambda: "".join(told)):
            await somebody(network, service_databases)
            match where:
                case "another lycée":
                    await told_to_another_lycee(service_databases)
                case "the department":
                    await told_to_the_department(service_databases)
                case "a print":
                    told.append("refused for CANARIVAL Z.")
                case _:
                    (tmp_path / "block").write_bytes(b"\0" + "Canarival".encode("utf-16-le"))

    with pytest.raises(pytest.fail.Exception, match=r"(?i)canarival"):
        await names_somebody()
