"""What is said in the name of each lycée, done as the leader would."""

import pytest

from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from tests.coordination.campaigns.world import SaysTargets, says_what_is_due
from tests.support.services import ServiceDatabases


@pytest.fixture
def says_targets(units: UnitsOfWork, service_databases: ServiceDatabases) -> SaysTargets:
    return says_what_is_due(units, service_databases)
