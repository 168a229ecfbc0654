"""Who runs two lycées finds the pupils and the periods of both, each under its lycée."""

from typing import Any

from services.chassis.base.identity import Role
from tests.internships.conftest import Served
from tests.internships.world import BOURDELLE, ELEC, ELSEWHERE, Lycee

BOTH = ((Role.RBDE, BOURDELLE), (Role.RBDE, ELSEWHERE))
LISTS = (
    "/pfmp",
    "/pfmp/eleves",
    "/pfmp/sans-lieu",
    "/pfmp/formations",
    "/pfmp/calendrier",
    "/pfmp/fragments/aujourdhui",
    "/pfmp/fragments/tableau",
)


async def test_two_lycees_are_told_apart_also_where_their_classes_have_one_name(
    app: Served, lycee: Lycee, other_lycee: Lycee
) -> None:
    for one, pupil in ((lycee, "MARTIN Léa"), (other_lycee, "PRAT Luc")):
        formation = await one.opens(ELEC)
        await one.imports(f"{pupil} 2ELEC", classes={"2ELEC": formation})
        await one.publishes_a_period(formation)

    async with app.visited_by(*BOTH) as visitor:
        for address in LISTS:
            page = (await visitor.get(address)).answer.text
            assert [page.count(f"{uai}</span>") for uai in (BOURDELLE, ELSEWHERE)] == [1, 1], (
                address
            )
        assert (await visitor.get("/pfmp/eleves")).answer.text.count("<summary>") == 2
        form = (await visitor.get("/pfmp/periodes/nouvelle")).answer.text
        assert all(f"({uai})</label>" in form for uai in (BOURDELLE, ELSEWHERE))
        curves = (await visitor.get("/pfmp/fragments/avancement")).text
        assert [curves.count(uai) for uai in (BOURDELLE, ELSEWHERE)] == [1, 1]
    async with app.visited_by((Role.RBDE, BOURDELLE)) as alone:
        for address in (*LISTS, "/pfmp/fragments/avancement"):
            assert "badge lycee" not in (await alone.get(address)).answer.text


async def test_a_period_is_of_one_lycee_with_its_own_formations(
    app: Served, lycee: Lycee, other_lycee: Lycee
) -> None:
    await lycee.opens(ELEC)
    theirs = await other_lycee.opens(ELEC)
    typed: dict[str, Any] = {"starts_on": "2027-01-11", "ends_on": "2027-02-05", "weeks": "4"}

    async with app.visited_by(*BOTH) as visitor:
        form = (await visitor.get("/pfmp/periodes/nouvelle")).form("/pfmp/periodes")
        nobody = await visitor.send(form, **typed, formation_ids=str(theirs))
        assert (nobody.status, "Choisissez le lycée concerné" in nobody.text) == (422, True)
        mixed = await visitor.send(
            nobody.form("/pfmp/periodes"), uai=BOURDELLE, formation_ids=str(theirs)
        )
        assert mixed.status == 422
        assert "Une formation choisie n’est pas ouverte au lycée de cette PFMP" in mixed.text
        kept = mixed.form("/pfmp/periodes").typed()
        assert (kept["uai"], kept["weeks"]) == (BOURDELLE, "4")
        drafted = await visitor.send(mixed.form("/pfmp/periodes"), uai=ELSEWHERE)
        assert drafted.status == 200
    async with app.visited_by((Role.RBDE, BOURDELLE)) as alone:
        assert "Brouillon" not in (await alone.get("/pfmp")).text


async def test_who_heads_the_other_lycee_reads_there_and_writes_here(
    app: Served, lycee: Lycee, other_lycee: Lycee
) -> None:
    here, there = [
        await one.publishes_a_period(await one.opens(ELEC)) for one in (lycee, other_lycee)
    ]

    async with app.visited_by((Role.RBDE, BOURDELLE), (Role.HEAD, ELSEWHERE)) as mixed:
        assert "Corriger les dates" in (await mixed.get(f"/pfmp/periodes/{here}")).text
        assert "Corriger les dates" not in (await mixed.get(f"/pfmp/periodes/{there}")).text
        # One lycée to write for is no question.
        form = (await mixed.get("/pfmp/periodes/nouvelle")).form("/pfmp/periodes")
        assert "uai" not in form.options
