"""Actions with partners of the network: the share, and each partner; what was not told is no zero."""

from datetime import timedelta

import httpx2
import pytest

from contracts.partnerships.actions import ActionHeldV1, ActionPartner, ActionPlannedV1
from contracts.partnerships.totals import RegistryTotalsStatedV1
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.base.figures import Figure, Untold
from services.supervision.indicators.model import BY_CODE
from services.supervision.indicators.model.indicator import line
from services.supervision.indicators.queries.facts import lycee_facts
from services.supervision.past.model import Moment
from tests.supervision.indicators.test_indicators import figures, one_lycee, today
from tests.supervision.indicators.test_no_false_zero import lines, of_now
from tests.supervision.network import (
    NOW,
    OTHER,
    TODAY,
    WHOLE_DEPARTMENT,
    YEAR,
    Network,
    action,
    folded,
    formation,
    lycee,
    published,
)

P = ActionPartner


def held(name: str, *partners: ActionPartner) -> ActionHeldV1:
    told = action(name, ActionHeldV1, pupils=12, accompanying=1)
    assert isinstance(told, ActionHeldV1)
    return told.model_copy(update={"planned_on": today(), "partners": partners})


async def test_an_action_with_two_partners_is_one_of_the_share_and_counted_at_each(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = one_lycee()
    network.tell(held("a", P.CLEE, P.CHAMBERS))
    network.tell(held("b", P.CLEE))
    network.tell(held("c"))
    planned = action("d", ActionPlannedV1)
    network.tell(planned.model_copy(update={"planned_on": today(), "partners": (P.REGION,)}))

    shown = await figures(work, supervisor, network)

    told = {code: of[0] for code, of in shown.items()}
    assert told["actions-avec-le-reseau"] == "66,7 % 2 sur 3"
    assert (told["actions-clee"], told["actions-chambres"]) == ("2", "1")
    assert (told["actions-region"], told["actions-opco"]) == ("0", "0")


async def test_a_corrected_or_withdrawn_action_is_counted_as_it_then_is(work: UnitsOfWork) -> None:
    network = one_lycee()
    network.tell(held("a", P.CLEE))
    network.tell(held("a", P.PREFECTURE), version=2)
    network.tell(held("b", P.CLEE))
    back = action("b", ActionPlannedV1).model_copy(update={"partners": (P.CLEE,)})
    network.tell(back, version=2)
    await folded(work, list(reversed(network.told)))

    measured = await lines(work)

    assert measured["actions-avec-le-reseau"].total == Figure(1, 1)
    assert measured["actions-prefecture"].total == Figure(1)
    assert measured["actions-clee"].total == Figure(0)


async def test_a_lycee_that_told_of_no_action_has_no_zero_until_it_says_there_is_none(
    work: UnitsOfWork,
) -> None:
    network = one_lycee()
    network.tell(lycee("Lycée Michelet", OTHER), uai=OTHER)
    network.tell(formation("Bac pro TCB"), uai=OTHER)
    network.tell(of_now(RegistryTotalsStatedV1, NOW, actions_held=0), uai=OTHER)
    await folded(work, network.told)

    measured = await lines(work)

    told = measured["actions-clee"].by_lycee
    assert (told["0820032P"], told[OTHER]) == (Untold.UNTOLD, Figure(0))
    assert measured["actions-avec-le-reseau"].by_lycee[OTHER] is Untold.NOTHING


async def test_a_head_that_keeps_actions_keeps_these_figures(work: UnitsOfWork) -> None:
    network = one_lycee()
    network.tell(held("a", P.CLEE))
    network.tell(published(FactFamily.EXCHANGES, (today(), False)))
    await folded(work, network.told)

    measured = await lines(work)

    for code in ("actions-avec-le-reseau", "actions-clee"):
        assert set(measured[code].by_lycee.values()) == {Untold.WITHHELD}


@pytest.mark.parametrize(("days", "expected"), [(0, Figure(1)), (-1, Figure(0))])
async def test_of_a_day_that_is_over_they_are_as_they_were_known_then(
    work: UnitsOfWork, days: int, expected: Figure
) -> None:
    network: Network = one_lycee()
    first = action("a", ActionHeldV1, pupils=12, accompanying=1)
    before = TODAY - timedelta(days=3)
    plain = {"planned_on": before, "partners": ()}
    network.tell(first.model_copy(update=plain), at=NOW - timedelta(days=2))
    network.tell(first.model_copy(update={**plain, "partners": (P.CLEE,)}), version=2, at=NOW)
    await folded(work, network.told)

    async with work.begin(WHOLE_DEPARTMENT, now=NOW + timedelta(days=5)) as uow:
        moment = Moment(TODAY + timedelta(days=days), TODAY + timedelta(days=days))
        facts = await lycee_facts(uow, YEAR, moment)

    assert line(BY_CODE["actions-clee"], facts).total == expected
