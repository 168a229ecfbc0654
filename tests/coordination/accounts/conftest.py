"""Three lycées, and what is due done as the leader would."""

import pytest
import pytest_asyncio

from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from tests.coordination.accounts.world import THIRD, DoesWhatIsDue, does_what_is_due, the_lycees
from tests.coordination.world import Somebody, bureau_of
from tests.support.services import ServiceDatabases


@pytest.fixture
def does_due(units: UnitsOfWork, service_databases: ServiceDatabases) -> DoesWhatIsDue:
    return does_what_is_due(units, service_databases)


@pytest_asyncio.fixture
async def third_bureau(units: UnitsOfWork, supervisor: Somebody) -> Somebody:
    await the_lycees(supervisor)
    return bureau_of(units, THIRD)
