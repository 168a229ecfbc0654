"""An action's page names the classes the internship tracker knows, and the partners."""

from html import unescape

from contracts.coordination.actors import ActorKind
from contracts.partnerships.actions import ActionKind
from services.partnerships.actions.commands import plan_action
from services.partnerships.actions.model import ActionDetails
from tests.internships.world import CARE, Lycee
from tests.partnerships.world import NOW, TODAY, Bureau
from tests.support.network import HERE, Network
from tests.support.services import Published, ServiceDatabases
from tests.support.waiting import eventually

KNOWN = "SELECT class_id FROM classes WHERE uai = $1"
PARTNERS = "<dd>CLEE, OPCO</dd>"


async def test_the_classes_and_partners_of_an_action_are_named(
    network: Network, service_databases: ServiceDatabases, published: Published
) -> None:
    superuser = await service_databases.superuser("internships")
    lycee = Lycee(HERE, network.runtime("internships").work, superuser)
    formation = await lycee.opens(CARE)
    await lycee.imports("DUVERNET Ismérie 1ASSP", classes={"1ASSP": formation})
    details = ActionDetails(
        kind=ActionKind.FORUM,
        title="Forum des métiers",
        planned_on=TODAY,
        partners=(ActorKind.CLEE, ActorKind.OPCO),
        classes=(await superuser.fetchval(KNOWN, HERE),),
    )
    await superuser.close()
    bureau = Bureau(HERE, network.runtime("partnerships").work, published)
    action_id = await bureau.do(plan_action, details=details, now=NOW)
    browser = await network.client_as("rbde", HERE)

    async def named() -> bool:
        page = await browser.get(f"/entreprises/actions/{action_id}")
        assert page.status_code == 200
        assert PARTNERS in unescape(page.text)
        return "<dd>1ASSP</dd>" in page.text

    await eventually(named)  # without an answer of the tracker, classes are counted
