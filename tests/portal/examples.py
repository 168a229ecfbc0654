"""One of each thing an address of the portal names."""

from uuid import uuid4

from services.chassis.base.identity import Role
from tests.portal.access_world import a_school
from tests.portal.world import an_account
from tests.support.examples import Example, Examples
from tests.support.network import Network
from tests.support.services import ServiceDatabases


async def examples(network: Network, databases: ServiceDatabases) -> Examples:
    units = network.runtime("portal").work
    account_id = await an_account(units, uais=(), role=Role.AUDITOR, password=None)
    school = await a_school(units)
    return Examples(
        {
            "path": Example("neutre.css", own=False, unknown="absent.css"),
            "token": Example("not-a-link-of-ours", own=False),
            "mail_id": Example(str(uuid4()), own=False),
            "account_id": Example(str(account_id), own=False),
            "token_id": Example(str(uuid4()), own=False),
            "grant_id": Example(str(school.access), own=True),
            "person_id": Example(str(school.person), own=True),
            "handover_id": Example(str(school.handover), own=True),
            "proposal_id": Example(str(school.proposal), own=True),
            "session_id": Example(str(uuid4()), own=False),
        },
        (school.name, school.proposed),
    )
