"""The bureau writes, the head of the lycée reads, the supervisor sees nobody."""

from uuid import uuid4

import pytest

from contracts.identifiers import SiteKey, Uai
from services.chassis.base.identity import Role
from tests.internships.conftest import Served
from tests.internships.world import BOURDELLE, ELEC, ELSEWHERE, Lycee
from tests.support.pages import Visitor


class Places:
    """Addresses of what a lycée keeps, and of what does not exist."""

    def __init__(self, period: object, pupil: object, placement: object) -> None:
        self.addresses = (
            f"/pfmp/periodes/{period}",
            f"/pfmp/eleves/{pupil}",
            f"/pfmp/placements/{placement}",
            f"/pfmp/periodes/{period}/eleves/{pupil}",
        )


async def some_places(lycee: Lycee) -> Places:
    formation = await lycee.opens(ELEC)
    (pupil,) = await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    period = await lycee.publishes_a_period(formation)
    site: SiteKey = await lycee.knows_a_host()
    return Places(period, pupil, await lycee.proposes(pupil, period, site))


async def test_another_lycees_pages_are_answered_like_those_that_do_not_exist(
    app: Served, lycee: Lycee
) -> None:
    theirs = await some_places(lycee)
    nowhere = Places(uuid4(), uuid4(), uuid4())
    async with app.visited_by((Role.RBDE, ELSEWHERE)) as stranger:
        for address, unknown in zip(theirs.addresses, nowhere.addresses, strict=True):
            page, absent = await stranger.get(address), await stranger.get(unknown)
            assert (page.status, absent.status) == (404, 404)
            assert _without_number(page.text) == _without_number(absent.text)
        assert "MARTIN" not in (await stranger.get("/pfmp/eleves")).text


def _without_number(text: str) -> str:
    return text.partition("Numéro de la demande")[0]


async def test_the_head_reads_their_lycee_and_is_offered_nothing_to_write(
    app: Served, lycee: Lycee
) -> None:
    places = await some_places(lycee)
    async with app.visited_by((Role.HEAD, BOURDELLE)) as head:
        for address in places.addresses[:3]:
            page = await head.get(address)
            assert page.status == 200
            assert not page.has_form("/pfmp")
        assert (await head.get(places.addresses[3])).status == 404


@pytest.mark.parametrize(
    ("role", "uai"), [(Role.HEAD, BOURDELLE), (Role.SUPERVISOR, None), (Role.RBDE, ELSEWHERE)]
)
async def test_only_the_bureau_of_the_lycee_confirms(
    app: Served, bureau: Visitor, lycee: Lycee, role: Role, uai: Uai | None
) -> None:
    address = (await some_places(lycee)).addresses[2]
    form = (await bureau.get(address)).form(f"{address}/confirmation")
    async with app.visited_by((role, uai)) as somebody:
        assert (await somebody.send(form)).status == 404
    assert (await bureau.send(form)).status == 200


async def test_the_supervisor_sees_no_page_with_pupils(app: Served, lycee: Lycee) -> None:
    places = await some_places(lycee)
    async with app.visited_by((Role.SUPERVISOR, None)) as supervisor:
        for address in (*places.addresses, "/pfmp", "/pfmp/eleves"):
            assert (await supervisor.get(address)).status == 404
        assert (await supervisor.get("/api/internships/coverage")).status == 403


async def test_a_bureau_of_two_lycees_says_for_which_one_it_writes(app: Served) -> None:
    both = ((Role.RBDE, BOURDELLE), (Role.RBDE, ELSEWHERE))
    async with app.visited_by(*both) as visitor:
        form = (await visitor.get("/pfmp/formations")).form("/pfmp/formations")
        refused = await visitor.send(form, mef=ELEC, label="2de pro Électricité")
        assert refused.status == 422
        assert "Choisissez le lycée concerné" in refused.text
        again = refused.form("/pfmp/formations")
        assert again.typed()["mef"] == ELEC
        assert (await visitor.send(again, uai=ELSEWHERE)).status == 200
    async with app.visited_by((Role.RBDE, BOURDELLE)) as other:
        assert "2de pro Électricité" not in (await other.get("/pfmp/formations")).text
