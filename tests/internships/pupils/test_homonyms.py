"""Two pupils of one name are told apart on every page that shows them."""

from services.internships.pupils.queries import read_pupil
from services.internships.rosters.model.roster import Decision
from tests.internships.world import ELEC, Lycee
from tests.support.pages import Visitor


async def test_two_pupils_of_one_name_are_told_apart_wherever_they_are_shown(
    lycee: Lycee, bureau: Visitor
) -> None:
    formation = await lycee.opens(ELEC)
    period = await lycee.publishes_a_period(formation)
    classes = {"2ELEC1": formation, "2ELEC2": formation}
    await lycee.imports("ROUX Tom 2ELEC1", "MARTIN Léa 2ELEC1", classes=classes, born="2010-03-12")
    pupils = await lycee.imports(
        "ROUX Tom 2ELEC2", classes=classes, born="2010-09-01", decisions={2: Decision.OTHER}
    )
    lea, *both = pupils
    born = [(await lycee.do(read_pupil, tom)).born_on for tom in both]
    told = [
        f"ROUX Tom (homonyme {rank}, né(e) le {day:%d/%m/%Y})"
        for rank, day in enumerate(born, start=1)
        if day
    ]
    assert len(told) == 2
    site = await lycee.knows_a_host()
    placement = await lycee.places(both[0], period, site)

    for path in (
        "/pfmp/eleves",
        f"/pfmp/periodes/{period}",
        f"/pfmp/periodes/{period}/tableau",
        f"/pfmp/placements/nouveau?site={site}",
    ):
        page = " ".join((await bureau.get(path)).text.split())
        named = told if path != f"/pfmp/placements/nouveau?site={site}" else told[1:]
        assert all(name in page for name in named), path
    for path in (f"/pfmp/placements/{placement}", f"/pfmp/fragments/sites/{site}"):
        assert told[0] in " ".join((await bureau.get(path)).text.split()), path
    assert told[1] in " ".join((await bureau.get("/pfmp/sans-lieu")).text.split())
    # Who alone has a name is called by it.
    assert (await lycee.do(read_pupil, lea)).name == "MARTIN Léa"


async def test_homonyms_whose_birth_is_not_known_have_a_number(lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    pupils = await lycee.imports(
        *("ROUX Tom 2ELEC", "ROUX Tom 2ELEC"),
        classes={"2ELEC": formation},
        decisions={3: Decision.OTHER},
    )
    names = [(await lycee.do(read_pupil, tom)).name for tom in pupils]
    assert names == ["ROUX Tom (homonyme 1)", "ROUX Tom (homonyme 2)"]
