"""A page asks the database as often for a whole lycée as for one pupil."""

import pytest

from tests.internships.world import CARE, ELEC, Lycee
from tests.support.pages import Visitor
from tests.support.statements import statements

PAGES = {
    "/pfmp": 6,
    "/pfmp/sans-lieu": 4,
    "/pfmp/periodes/{}": 6,
    "/pfmp/periodes/{}/tableau": 6,
    "/pfmp/periodes/{}/conventions": 8,
    "/pfmp/periodes/{}/depart": 8,
    "/pfmp/periodes/{}/attestations": 6,
    "/pfmp/periodes/{}/jours": 6,
    "/pfmp/fragments/aujourdhui": 10,
    "/pfmp/calendrier": 6,
    "/pfmp/referents": 5,
    "/pfmp/suivi": 4,
    "/pfmp/fragments/suivi": 5,
    "/pfmp/periodes/{}/referents": 9,
    "/pfmp/reponses-attendues": 4,
    "/pfmp/fragments/reponses-attendues": 4,
    "/pfmp/fragments/refus-signales": 4,
    "/pfmp/fragments/premiers-pas": 4,
    "/pfmp/fragments/tableau": 3,
    "/pfmp/fragments/avancement": 7,
    "/pfmp/fragments/carte": 3,
}
"""Statements at most, those that open the transaction included."""


async def one_more_class(lycee: Lycee, number: int, *, pupils: int) -> None:
    """Another class with a period of its own; half of its pupils have a place."""
    formation = await lycee.opens((ELEC, CARE)[number], f"Formation {number}")
    label = f"{number}CLASSE"
    ids = await lycee.imports(
        *(f"C{number}N{n} Lou {label}" for n in range(pupils)), classes={label: formation}
    )
    period = await lycee.publishes_a_period(formation)
    own = ids[-pupils:]
    for pupil in own[: pupils // 2]:
        await lycee.places(pupil, period, await lycee.knows_a_host())


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_asks_as_often_whatever_it_shows(
    bureau: Visitor, lycee: Lycee, path: str
) -> None:
    await one_more_class(lycee, 0, pupils=2)
    period = await lycee.superuser.fetchval("SELECT period_id FROM periods")
    address = path.format(period)

    async def asked() -> list[str]:
        with statements() as run:
            assert (await bureau.get(address)).status == 200
        return run

    few = await asked()
    await one_more_class(lycee, 1, pupils=12)
    many = await asked()

    assert len(many) == len(few), many
    assert 1 <= len(many) <= PAGES[path], many
