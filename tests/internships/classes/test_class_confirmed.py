"""The places of a class, confirmed for the ticked pupils at once and taken back at once."""

import re
from dataclasses import dataclass
from uuid import UUID

import pytest_asyncio

from contracts.identifiers import SiteKey
from contracts.internships.periods import HostAgreedV1, HostAgreementWithdrawnV1
from services.chassis.base.identity import Role
from tests.internships.conftest import Served
from tests.internships.rules.test_care import hears_of_a_pause
from tests.internships.world import BOURDELLE, ELEC, Lycee
from tests.support.pages import Page, Visitor


@dataclass
class Proposed:
    """Three pupils of a class, each with a place that waits for its host; two at one host."""

    lycee: Lycee
    period: UUID
    class_id: UUID
    placements: list[UUID]
    smith: SiteKey
    saw: SiteKey

    @property
    def path(self) -> str:
        return f"/pfmp/periodes/{self.period}/classes/{self.class_id}"

    @property
    def confirmation(self) -> str:
        return f"{self.path}/confirmation"

    async def statuses(self) -> list[str]:
        rows = await self.lycee.superuser.fetch(
            "SELECT status FROM placements ORDER BY placement_id"
        )
        return [row["status"] for row in rows]


@pytest_asyncio.fixture
async def proposed(lycee: Lycee) -> Proposed:
    formation = await lycee.opens(ELEC)
    pupils = await lycee.imports(
        *("ALBERT Léa 2ELEC", "BRUNET Tom 2ELEC", "COSTES Zoé 2ELEC"), classes={"2ELEC": formation}
    )
    period = await lycee.publishes_a_period(formation)
    smith = await lycee.knows_a_host(name="Chaudronnerie du Quercy")
    saw = await lycee.knows_a_host(name="Scierie du Lot")
    hosts = (smith, smith, saw)
    placements = [
        await lycee.proposes(pupil, period, site) for pupil, site in zip(pupils, hosts, strict=True)
    ]
    class_id = await lycee.superuser.fetchval("SELECT class_id FROM classes")
    return Proposed(lycee, period, class_id, placements, smith, saw)


async def all_confirmed(bureau: Visitor, proposed: Proposed) -> Page:
    """Two clicks: all are ticked by the address, then sent."""
    page = await bureau.get(proposed.path)
    assert "Cocher les 3 lieux proposés" in page.text
    ticked = await bureau.get(f"{proposed.path}?cocher=tous")
    assert "Tout décocher" in ticked.text
    return await bureau.send(ticked.form(proposed.confirmation))


async def test_ticked_places_are_confirmed_at_once_as_each_is_alone(
    bureau: Visitor, proposed: Proposed
) -> None:
    form = (await bureau.get(proposed.path)).form(proposed.confirmation)
    assert "places" not in form.typed()  # nobody is ticked by the page itself
    lea, _, zoe = proposed.placements
    done = await bureau.send(form, places=[f"{lea}:1", f"{zoe}:1"])
    assert done.status == 200
    assert done.answer.url.path == proposed.path
    assert "2 lieux d’accueil confirmés." in done.text
    assert await proposed.statuses() == ["confirmed", "proposed", "confirmed"]
    told = await proposed.lycee.published(HostAgreedV1)
    assert {one.placement_id for one in told} == {lea, zoe}
    # Sent twice, it is done once: the same answer is given again.
    again = await bureau.send(form, places=[f"{lea}:1", f"{zoe}:1"])
    assert again.status == 200
    assert len(await proposed.lycee.published(HostAgreedV1)) == 2


async def test_without_a_tick_it_is_said_what_to_do_and_nothing_is_confirmed(
    bureau: Visitor, proposed: Proposed
) -> None:
    form = (await bureau.get(proposed.path)).form(proposed.confirmation)
    refused = await bureau.send(form)
    assert refused.status == 422
    assert "Cochez au moins un élève dont l’entreprise a donné son accord." in refused.text
    assert re.search(r'<a href="#(coche-\d)">', refused.answer.text)
    assert set(await proposed.statuses()) == {"proposed"}


async def test_one_notice_takes_the_whole_back(bureau: Visitor, proposed: Proposed) -> None:
    done = await all_confirmed(bureau, proposed)
    assert "3 lieux d’accueil confirmés." in done.text
    assert "Confirmer les lieux cochés" not in done.text  # nobody is left to confirm
    undone = await bureau.send(done.form(f"{proposed.confirmation}/retrait"))
    assert "3 confirmations annulées : ces lieux sont seulement proposés." in undone.text
    assert await proposed.statuses() == [*["withdrawn"] * 3, *["proposed"] * 3]
    withdrawn = await proposed.lycee.published(HostAgreementWithdrawnV1)
    assert {one.placement_id for one in withdrawn} == set(proposed.placements)
    assert undone.has_form(proposed.confirmation)


async def test_who_cannot_be_confirmed_is_named_with_the_reason_and_stops_none_of_the_others(
    bureau: Visitor, proposed: Proposed
) -> None:
    await hears_of_a_pause(proposed.lycee, proposed.saw)
    done = await all_confirmed(bureau, proposed)
    assert done.status == 200
    assert "2 lieux d’accueil confirmés." in done.text
    assert "Ces lieux d’accueil n’ont pas été confirmés : voyez pourquoi." in done.text
    assert re.search("COSTES Zoé : à contacter avant tout placement", done.text)
    assert f'href="/pfmp/placements/{proposed.placements[2]}"' in done.answer.text
    assert await proposed.statuses() == ["confirmed", "confirmed", "proposed"]

    # What was done is taken back from there as well.
    undone = await bureau.send(done.form(f"{proposed.confirmation}/retrait"))
    assert "2 confirmations annulées" in undone.text


async def test_who_comes_back_to_the_address_of_a_sending_finds_the_class(
    bureau: Visitor, proposed: Proposed
) -> None:
    for address in (f"{proposed.confirmation}/reste", f"{proposed.confirmation}/retrait/reste"):
        page = await bureau.get(address)
        assert "Cocher les 3 lieux proposés" in page.text, address
        assert page.has_form(proposed.confirmation), address


async def test_where_none_can_be_confirmed_the_ticks_stay(
    bureau: Visitor, proposed: Proposed
) -> None:
    await hears_of_a_pause(proposed.lycee, proposed.saw)
    form = (await bureau.get(proposed.path)).form(proposed.confirmation)
    refused = await bureau.send(form, places=f"{proposed.placements[2]}:1")
    assert refused.status == 422
    assert "COSTES Zoé : à contacter avant tout placement" in refused.text
    assert refused.form(proposed.confirmation).typed()["places"] == f"{proposed.placements[2]}:1"


async def test_somebody_else_acted_meanwhile_on_one_of_them(
    bureau: Visitor, proposed: Proposed
) -> None:
    form = (await bureau.get(f"{proposed.path}?cocher=tous")).form(proposed.confirmation)
    await proposed.lycee.withdraws(proposed.placements[0], version=1)
    done = await bureau.send(form)
    assert "2 lieux d’accueil confirmés." in done.text
    assert await proposed.statuses() == ["withdrawn", "confirmed", "confirmed"]


async def test_a_confirmation_that_led_to_an_agreement_is_named_and_stays(
    bureau: Visitor, proposed: Proposed
) -> None:
    done = await all_confirmed(bureau, proposed)
    await proposed.lycee.withdraws(proposed.placements[0], version=2)
    undone = await bureau.send(done.form(f"{proposed.confirmation}/retrait"))
    assert "2 confirmations annulées" in undone.text
    assert await proposed.statuses() == [*["withdrawn"] * 3, *["proposed"] * 2]

    done = await bureau.send(
        (await bureau.get(f"{proposed.path}?cocher=tous")).form(proposed.confirmation)
    )
    here = f"/pfmp/periodes/{proposed.period}/conventions"
    prepared = await bureau.send((await bureau.get(here)).form(f"{here}/preparation"))
    assert "2 conventions émises." in (await bureau.send(prepared.form(f"{here}/emission"))).text
    refused = await bureau.send(done.form(f"{proposed.confirmation}/retrait"))
    assert refused.status == 422
    assert "BRUNET Tom : une convention a été émise pour ce lieu depuis" in refused.text
    assert "COSTES Zoé : une convention a été émise pour ce lieu depuis" in refused.text


async def test_of_those_that_can_be_taken_back_no_longer_each_is_named(
    bureau: Visitor, proposed: Proposed
) -> None:
    lea, tom, _ = proposed.placements
    form = (await bureau.get(proposed.path)).form(proposed.confirmation)
    first = await bureau.send(form, places=f"{lea}:1")
    here = f"/pfmp/periodes/{proposed.period}/conventions"
    prepared = await bureau.send((await bureau.get(here)).form(f"{here}/preparation"))
    await bureau.send(prepared.form(f"{here}/emission"))
    second = await bureau.send(
        (await bureau.get(proposed.path)).form(proposed.confirmation), places=f"{tom}:1"
    )
    undo = second.form(f"{proposed.confirmation}/retrait")
    of_first = first.form(f"{proposed.confirmation}/retrait").typed()["places"]
    both = f"{of_first}.{undo.typed()['places']}"
    undone = await bureau.send(undo, places=both)
    assert undone.status == 200
    assert "1 confirmation annulée : le lieu est seulement proposé." in undone.text
    assert "Ces confirmations n’ont pas été annulées : voyez pourquoi." in undone.text
    assert "ALBERT Léa : une convention a été émise pour ce lieu depuis" in undone.text


async def test_a_place_of_another_period_is_not_confirmed_from_this_page(
    bureau: Visitor, proposed: Proposed, other_lycee: Lycee
) -> None:
    formation = await other_lycee.opens(ELEC)
    [pupil] = await other_lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    period = await other_lycee.publishes_a_period(formation)
    theirs = await other_lycee.proposes(pupil, period, await other_lycee.knows_a_host())
    form = (await bureau.get(proposed.path)).form(proposed.confirmation)
    assert (await bureau.send(form, places=f"{theirs}:1")).status == 404


async def test_who_only_reads_is_offered_no_tick(proposed: Proposed, app: Served) -> None:
    async with app.visited_by((Role.HEAD, BOURDELLE)) as head:
        page = await head.get(proposed.path)
    assert "Cocher" not in page.text
    assert "Confirmer les lieux cochés" not in page.text
