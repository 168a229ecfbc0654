"""What the home asks of the database: once for all its parts, whatever they show."""

from services.chassis.base.identity import Role
from tests.internships.conftest import Served
from tests.internships.desk.test_desk import a_class
from tests.internships.world import Lycee
from tests.support.pages import Visitor
from tests.support.statements import statements

HOME = "/pfmp/fragments/accueil?parties="
OF_A_BUREAU = "phrase,premiers-pas,tableau,aujourdhui,suivi,formations,reponses-attendues,carte"
OF_A_HEAD = "phrase,refus-signales,signatures,publication,aujourdhui,suivi,avancement,carte"


def asked(run: list[str]) -> list[str]:
    """What was read; what is noted of who read pupils' names is written besides."""
    return [one for one in run if not one.startswith("INSERT INTO audit_entries")]


async def test_the_home_of_a_bureau_asks_once_whatever_it_shows(
    bureau: Visitor, lycee: Lycee
) -> None:
    with statements() as of_nothing:
        await bureau.get(HOME + OF_A_BUREAU)
    period, pupils, site = await a_class(lycee)
    await lycee.places(pupils[0], period, site)

    with statements() as of_much:
        answer = await bureau.get(HOME + OF_A_BUREAU)

    assert "NOMB Ada" in answer.text
    assert len(asked(of_nothing)) == len(asked(of_much)) == 1


async def test_the_home_of_a_head_asks_once_and_once_more_for_each_curve(
    app: Served, lycee: Lycee
) -> None:
    period, pupils, site = await a_class(lycee)
    await lycee.places(pupils[0], period, site)
    async with app.visited_by((Role.HEAD, lycee.uai)) as head:
        with statements() as run:
            answer = await head.get(HOME + OF_A_HEAD)

    assert "1 convention à faire signer" in answer.text
    assert len(asked(run)) == 2
