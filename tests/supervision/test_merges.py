"""A merge of two cards changes what is counted, and its undoing changes it back, to the unit."""

from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.queries.by_commune import companies_by_commune
from tests.supervision.network import WHOLE_DEPARTMENT, Network, folded, merged, tables


async def _known(work: UnitsOfWork) -> int:
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        return sum((await companies_by_commune(uow)).values())


async def test_the_companies_of_the_network_are_counted_once_each(work: UnitsOfWork) -> None:
    network = Network()
    merged(network, undone=True)
    registered, after_merge = network.told[:2], network.told[2:5]

    await folded(work, registered)
    assert await _known(work) == 2
    await folded(work, after_merge)
    assert await _known(work) == 1
    await folded(work, network.told[5:])
    assert await _known(work) == 2


async def test_the_fold_from_zero_is_the_same_in_any_order(work: UnitsOfWork) -> None:
    network = Network()
    merged(network)
    for one in network.told:
        await folded(work, [one])
    live = await tables(work)

    await folded(work, network.told[::-1])

    assert await tables(work) == live
    assert await _known(work) == 1
