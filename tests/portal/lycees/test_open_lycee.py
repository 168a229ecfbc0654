"""Opening a lycée."""

from contracts.portal.accounts import LyceeOpenedV1
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from tests.portal.world import BOURDELLE, MONTAUBAN, a_lycee
from tests.support.services import Published


async def test_the_network_learns_of_a_lycee(units: UnitsOfWork, published: Published) -> None:
    assert await a_lycee(units)

    [told] = await published(LyceeOpenedV1)
    assert (told.uai, told.name, told.commune) == (BOURDELLE, "LP des Tilleuls", MONTAUBAN)


async def test_a_lycee_is_opened_only_once(units: UnitsOfWork, published: Published) -> None:
    await a_lycee(units)

    assert not await a_lycee(units)
    assert len(await published(LyceeOpenedV1)) == 1
