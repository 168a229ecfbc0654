"""Trades and territories that come back: counted exactly whatever is heard when, cut, sorted and taken away."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import httpx2
import pytest
from fastapi import FastAPI

from contracts.coordination.training_offer import RomeCode, SignalKind, SignalStrength
from contracts.identifiers import Siren
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.training_signals.model import (
    OfferLine,
    Span,
    by_month,
    months_of,
    offer_lines,
)
from services.supervision.training_signals.queries import counted_signals, said_since
from tests.supervision.browsing import browsing, without_tags
from tests.supervision.network import (
    BOURDELLE,
    OTHER,
    TODAY,
    WHOLE_DEPARTMENT,
    Network,
    folded,
    formation,
    lycee,
    signal,
    signal_withdrawn,
)
from tests.support.portal import KnownSessions

MONTAUBAN = Siren("248200099")
WELDER, CARER = RomeCode("H2916"), RomeCode("K1302")
PATH = "/departement/offre"
LONG_AGO = TODAY - timedelta(days=700)


def told() -> Network:
    network = Network()
    network.tell(signal("one", rome=CARER, territory=None))
    welding = {"rome": WELDER, "territory": MONTAUBAN}
    network.tell(signal("one", **welding), version=2)  # corrected
    lasting = {"strength": SignalStrength.LASTING, "kind": SignalKind.NEW_SKILL}
    network.tell(signal("two", **welding, **lasting), uai=OTHER)
    network.tell(signal("old", **welding, told_on=LONG_AGO), uai=OTHER)
    network.tell(signal("gone", **welding))
    network.tell(signal_withdrawn("gone"), version=2)
    network.tell(signal("back", rome=CARER, territory=None))
    network.tell(signal_withdrawn("back"), version=2)
    network.tell(signal("back", rome=CARER, territory=None), version=3)
    return network


async def lines(work: UnitsOfWork) -> Mapping[tuple[str, str | None], OfferLine]:
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        counted = await counted_signals(uow, TODAY - timedelta(days=365), TODAY)
        found = offer_lines(counted, await said_since(uow))
    return {(one.rome, one.territory): one for one in found}


async def test_corrections_and_withdrawals_are_counted_exactly(work: UnitsOfWork) -> None:
    await folded(work, told().told)
    found = await lines(work)

    assert set(found) == {(WELDER, MONTAUBAN), (CARER, None)}
    welding = found[(WELDER, MONTAUBAN)]
    assert (welding.total, welding.bureaux) == (2, 2)
    assert dict(welding.kinds) == {SignalKind.SHORTAGE: 1, SignalKind.NEW_SKILL: 1}
    assert dict(welding.strengths) == {SignalStrength.ISOLATED: 1, SignalStrength.LASTING: 1}
    assert (welding.first_on, welding.last_on) == (LONG_AGO, TODAY)
    assert found[(CARER, None)].total == 1


@pytest.mark.parametrize("order", [1, -1])
async def test_told_twice_and_out_of_order_it_is_counted_once(
    work: UnitsOfWork, order: int
) -> None:
    events = told().told
    await folded(work, events)
    once = await lines(work)
    for one in (events * 2)[::order]:
        await folded(work, [one])
    assert await lines(work) == once


async def test_a_withdrawal_heard_before_what_it_withdraws_holds(work: UnitsOfWork) -> None:
    network = Network()
    raised = network.tell(signal("one"))
    withdrawn = network.tell(signal_withdrawn("one"), version=2)
    await folded(work, [withdrawn])
    await folded(work, [raised])
    assert await lines(work) == {}


def test_months_are_twelve_or_those_of_the_school_year() -> None:
    twelve = months_of(Span.TWELVE_MONTHS, date(2026, 11, 30))
    assert (len(twelve), twelve[0], twelve[-1]) == (12, date(2025, 12, 1), date(2026, 11, 1))
    year = months_of(Span.SCHOOL_YEAR, date(2027, 1, 1))
    assert (year[0], year[-1]) == (date(2026, 8, 1), date(2027, 1, 1)) or year[0] == date(
        2026, 9, 1
    )
    for today in (date(2026, 8, 1), date(2026, 8, 31), date(2026, 9, 1), date(2028, 2, 29)):
        assert months_of(Span.SCHOOL_YEAR, today)[-1] == today.replace(day=1)
        assert len(months_of(Span.SCHOOL_YEAR, today)) <= 12


async def test_each_month_has_its_signals_and_one_without_has_none(work: UnitsOfWork) -> None:
    await folded(work, told().told)
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        counted = await counted_signals(uow, TODAY - timedelta(days=365), TODAY)
    months = months_of(Span.TWELVE_MONTHS, TODAY)
    monthly = by_month(counted, months)
    assert [sum(of.values()) for of in monthly.values()] == [*[0] * 11, 3]


async def test_the_supervisor_cuts_sorts_and_takes_the_table_away(
    supervisor: httpx2.AsyncClient, work: UnitsOfWork
) -> None:
    now = datetime.now(UTC)
    today = now.date()
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(formation("Bac pro MELEC"))
    for name in ("a", "b"):
        network.tell(signal(name, rome=WELDER, territory=MONTAUBAN, told_on=today))
    decline = {"kind": SignalKind.DECLINE, "strength": SignalStrength.LASTING}
    network.tell(signal("c", rome=CARER, territory=None, told_on=today, **decline), uai=OTHER)
    await folded(work, network.told)

    page = without_tags((await supervisor.get(PATH)).text)
    assert "3 signaux de" in page
    assert "de 2 bureaux" in page
    assert page.index("Soudeur") < page.rindex("Tout le département")
    for asked, kept, left in (
        ({"territoire": "departement"}, "Soudeur", False),
        ({"territoire": MONTAUBAN}, "Soudeur", True),
        ({"nature": "decline"}, "Soudeur", False),
        ({"force": "lasting"}, "Soudeur", False),
    ):
        text = (await supervisor.get(f"{PATH}.csv", params=asked)).text
        assert (kept in text) == left, asked
    for order in ("metier", "-metier", "depuis", "-dernier", "bureaux", "durables", "territoire"):
        assert (await supervisor.get(PATH, params={"tri": order})).status_code == 200
    year = await supervisor.get(PATH, params={"periode": "annee-scolaire"})
    assert "3 signaux" in without_tags(year.text)
    assert (await supervisor.get(f"{PATH}.xlsx")).content[:2] == b"PK"
    assert "Bac pro MELEC" in page
    empty = await supervisor.get(PATH, params={"nature": "new_skill"})
    assert "Aucun signal ne répond" in empty.text
    for wrong in ({"nature": "rumeur"}, {"periode": "toujours"}, {"tri": "*"}, {"q": "x"}):
        assert (await supervisor.get(PATH, params=wrong)).status_code == 422, wrong


@pytest.mark.parametrize("role", [Role.RBDE, Role.HEAD, Role.ACADEMY])
async def test_nobody_but_the_supervisor_reads_it(
    app: FastAPI, sessions: KnownSessions, role: Role
) -> None:
    uai = None if role is Role.ACADEMY else BOURDELLE
    async with browsing(app, sessions.sign_in((role, uai))) as browser:
        for path in (PATH, f"{PATH}.csv", f"{PATH}/formation"):
            assert (await browser.get(path)).status_code == 404
