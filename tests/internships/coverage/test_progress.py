"""What the home page draws of a bureau's work, and the nearest period first."""

import re
from datetime import date

from contracts.identifiers import SiteKey
from tests.internships.world import ELEC, Lycee
from tests.support.pages import Visitor


async def test_the_nearest_period_comes_first(bureau: Visitor, lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    far = await lycee.publishes_a_period(
        formation, starts_on=date(2027, 5, 3), ends_on=date(2027, 5, 28)
    )
    near = await lycee.publishes_a_period(
        formation, starts_on=date(2027, 1, 4), ends_on=date(2027, 1, 29)
    )

    for path in ("/pfmp/fragments/aujourdhui", "/pfmp"):
        page = (await bureau.get(path)).text
        source = (await bureau.get(path)).answer.text
        assert page
        assert source.index(str(near)) < source.index(str(far)), path


async def test_covered_pupils_are_a_curve_with_its_table(bureau: Visitor, lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    lea, _ = await lycee.imports("MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", classes={"2ELEC": formation})
    period = await lycee.publishes_a_period(formation)
    site = await lycee.knows_a_host()
    await lycee.places(lea, period, SiteKey(site))

    fragment = (await bureau.get("/pfmp/fragments/avancement")).answer.text

    assert "1 sur 2\u00a0élèves" in fragment
    assert re.search(r'<svg class="curve"[^>]*role="img"', fragment)
    assert "<title" in fragment
    assert "<desc" in fragment
    assert "50\u202f%" in fragment
    hosts = (await bureau.get("/pfmp/fragments/carte")).answer.text
    assert "1\u00a0lieu d’accueil dans 1\u00a0commune" in hosts
    assert "CC BY 4.0" in hosts
    assert "commune que la carte situe, sans lieu d’accueil confirmé" in hosts


async def test_a_bureau_without_a_period_is_told_so(bureau: Visitor) -> None:
    assert "Aucune PFMP à venir" in (await bureau.get("/pfmp/fragments/avancement")).text
    assert "Aucun lieu d’accueil confirmé" in (await bureau.get("/pfmp/fragments/carte")).text
