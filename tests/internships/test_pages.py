"""The pages of a bureau, read and filled in without script."""

from uuid import UUID

import pytest_asyncio

from tests.internships.world import ELEC, Lycee
from tests.support.pages import Visitor


class Class:
    """Two pupils in a published period, and a host."""

    lea: UUID
    tom: UUID
    period: UUID
    site: str


@pytest_asyncio.fixture
async def class_(lycee: Lycee) -> Class:
    at = Class()
    formation = await lycee.opens(ELEC)
    at.lea, at.tom = await lycee.imports(
        "MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", classes={"2ELEC": formation}
    )
    at.period = await lycee.publishes_a_period(formation)
    at.site = await lycee.knows_a_host()
    return at


async def test_the_home_of_pfmp_puts_pupils_without_a_place_first(
    bureau: Visitor, class_: Class
) -> None:
    page = await bureau.get("/pfmp")
    assert page.status == 200
    assert "2 élèves sans lieu d’accueil" in page.text
    assert str(class_.period) in page.answer.text
