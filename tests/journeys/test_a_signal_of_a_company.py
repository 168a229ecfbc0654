"""What a company said in an exchange becomes a signal in two clicks, which the supervisor finds among others, and in the evidence."""

from html import unescape

from contracts.identifiers import Naf
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope
from services.coordination.formations.store import Formations
from tests.internships.world import CARE, Lycee
from tests.partnerships.world import Bureau, site
from tests.support.network import HERE, Network
from tests.support.pages import Visitor
from tests.support.services import Published, ServiceDatabases
from tests.support.waiting import eventually

SAID = "Pas un aide-soignant depuis le printemps."


async def test_an_exchange_becomes_a_signal_and_the_supervisor_finds_it(
    network: Network, service_databases: ServiceDatabases, published: Published
) -> None:
    superuser = await service_databases.superuser("internships")
    lycee = Lycee(HERE, network.runtime("internships").work, superuser)
    registry = Bureau(HERE, network.runtime("partnerships").work, published)
    company_id = await registry.registers(
        "Résidence du Tescou", main=site(commune="82121", naf=Naf("87.10A"))
    )
    await lycee.opens(CARE, "2de pro Accompagnement")
    bureau = Visitor(await network.client_as(Role.RBDE))
    supervisor = Visitor(await network.client_as(Role.SUPERVISOR, None))
    coordination = network.runtime("coordination").work

    async def told() -> bool:
        async with coordination.begin(Scope(frozenset({HERE}))) as uow:
            return CARE in await Formations(uow).all()

    await eventually(told)
    card = await bureau.get(f"/entreprises/{company_id}")
    assert f'hx-get="/signaux/fragments/entreprises/{company_id}"' in card.answer.text
    exchange = card.form(f"/entreprises/{company_id}/echanges", exactly=True)
    card = await bureau.send(exchange, outcome="interested", note=SAID)
    beside = [one for one in card.forms if one.action == "/signaux/nouveau/entreprise"]
    [of_the_exchange] = [one for one in beside if "exchange_id" in dict(one.fields)]
    # What was said travels in no form but the one it is typed in.
    assert SAID not in str(of_the_exchange.fields)

    assert {dict(one.fields).get("naf") for one in beside} == {"87.10A"}

    opened = await bureau.send(of_the_exchange)
    form = opened.form("/signaux/nouveau", exactly=True)
    given = dict(form.fields)
    assert "les métiers de son activité" in opened.text
    assert (given["company"], given["territory"]) == ("Résidence du Tescou", "248200099")
    noted = await bureau.send(form, rome="aide-soignant", kind="shortage", text=SAID, mef=CARE)
    assert "Signal noté" in noted.text
    assert f'href="/entreprises/{company_id}#fil"' in noted.answer.text
    part = await bureau.get(f"/signaux/fragments/entreprises/{company_id}")
    assert "1 signal donné" in part.text

    listed = await supervisor.get("/signaux")
    assert SAID in listed.text
    offer = "/departement/offre"

    async def counted() -> bool:
        return "1 signal de" in (await supervisor.get(offer)).text.replace("d’", "de ")

    await eventually(counted)
    page = unescape((await supervisor.get(f"{offer}/formation?mef={CARE}")).answer.text)
    assert "2de pro Accompagnement" in page
    assert "1\u00a0signal" in page or "1 signal" in page.replace("\u202f", " ")
    for hidden in (SAID, "Tescou"):
        assert hidden not in page
        assert hidden not in (await supervisor.get(offer)).answer.text

    await bureau.send(noted.form(str(noted.answer.url.path) + "/retrait"))

    async def gone() -> bool:
        return "Aucun signal sur cette période" in (await supervisor.get(offer)).text

    await eventually(gone)
    await superuser.close()
