"""An actor is found by where it works, a bureau and the supervisor speak with it, and both read how often the network did."""

from contracts.identifiers import CommuneCode
from services.chassis.base.identity import Role
from services.coordination.actors.model.perimeter import Perimeter
from tests.coordination.world import people
from tests.support.network import Network
from tests.support.pages import Visitor
from tests.support.waiting import eventually


async def test_a_bureau_finds_an_actor_and_the_network_counts_who_spoke_with_it(
    network: Network,
) -> None:
    _, dsden = people(network.runtime("coordination").work)
    perimeter = Perimeter(communes=(CommuneCode("82112"),), sectors=("F",))
    actor_id = await dsden.adds("Fédération des Coteaux", perimeter=perimeter)
    bureau = Visitor(await network.client_as(Role.RBDE))
    supervisor = Visitor(await network.client_as(Role.SUPERVISOR, None))
    card, told = f"/annuaire/{actor_id}", f"/departement/fragments/acteur?acteur={actor_id}"

    found = await bureau.get("/annuaire?commune=Moissac&metier=F1602")
    assert "Fédération des Coteaux" in found.text
    assert f'hx-get="{told}"' in (await bureau.get(card)).answer.text
    assert "Aucun échange" in (await bureau.get(told)).text
    page = await bureau.get(f"/entreprises/reseau/{actor_id}")
    form = page.form(f"/entreprises/reseau/{actor_id}/echanges", exactly=True)
    noted = await bureau.send(
        form, kind="meeting", purpose="other", outcome="agreed", note="Le maçon viendra"
    )
    assert "Échange consigné" in noted.text

    form = (await supervisor.get(f"{card}/echanges")).form(f"{card}/echanges", exactly=True)
    said = await supervisor.send(form, kind="call", purpose="event", note="Salon en mars")
    assert "Échange noté" in said.text

    async def counted() -> bool:
        return "2 échanges" in (await supervisor.get(told)).text.replace("\u00a0", " ")

    await eventually(counted)
    whole, shown = (await supervisor.get(told)).text, (await bureau.get(told)).text
    assert "Supervision" in whole
    assert "Dernier bureau" in shown
    for text in (whole, shown):
        assert "maçon" not in text
        assert "Salon" not in text
    teacher = Visitor(await network.client_as(Role.REFERENT_TEACHER))
    assert (await teacher.client.get(told)).status_code == 404
