"""Files of the training offer by state: of the department alone, as known on a day, and no draft."""

from datetime import timedelta

import httpx2
import pytest

from contracts.coordination.offer_files import OfferState
from services.chassis.base.settings import placeholder_uai
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.base.figures import Figure, Told, Untold
from services.supervision.editions.model.outside_indicators import TOLD_OUTSIDE
from services.supervision.indicators.model import BY_CODE, INDICATORS
from services.supervision.indicators.model.indicator import line
from services.supervision.indicators.queries.facts import lycee_facts
from services.supervision.journal.queries.journal import JournalCut, journal_page
from services.supervision.past.model import Moment
from tests.supervision.indicators.test_indicators import figures, one_lycee, today
from tests.supervision.network import (
    BOURDELLE,
    NOW,
    TODAY,
    WHOLE_DEPARTMENT,
    YEAR,
    Network,
    folded,
    formation,
    lycee,
    offer_file,
)

DSDEN = placeholder_uai("82")
S = OfferState


def moves() -> Network:
    network, back = Network(), NOW - timedelta(days=3)
    network.tell(lycee("Lycée Bourdelle"), at=back)
    network.tell(formation("Bac pro MELEC"), at=back)
    for name, version, state, at in (
        ("a", 1, S.PROPOSAL, back),
        ("a", 2, S.COMPLETE, NOW),
        ("b", 1, S.PROPOSAL, back),
        ("c", 1, S.PROPOSAL, back),
        ("c", 2, S.DRAFT, NOW),
    ):
        network.tell(offer_file(name, state, on=at.date()), uai=DSDEN, version=version, at=at)
    long_ago = offer_file("d", S.VALIDATED, on=YEAR.first_day - timedelta(days=30))
    network.tell(long_ago, uai=DSDEN, at=back)
    return network


async def states(work: UnitsOfWork, moment: Moment | None = None) -> dict[str, Told]:
    async with work.begin(WHOLE_DEPARTMENT, now=NOW) as uow:
        facts = await lycee_facts(uow, YEAR, moment)
    alone = [one for one in INDICATORS if one.department_alone]
    for one in alone:
        assert line(one, facts).by_lycee == {BOURDELLE: Untold.DEPARTMENT}
    return {one.code.removeprefix("dossiers-offre-"): line(one, facts).total for one in alone}


async def test_files_of_the_year_are_counted_where_they_are_and_drafts_nowhere(
    work: UnitsOfWork,
) -> None:
    await folded(work, list(reversed(moves().told)))
    found = await states(work)
    assert {code: one for code, one in found.items() if one != Figure(0)} == {
        "proposes": Figure(1),
        "complets": Figure(1),
    }


async def test_of_a_day_that_is_over_they_are_where_they_were_known_to_be(
    work: UnitsOfWork,
) -> None:
    await folded(work, moves().told)
    before = TODAY - timedelta(days=1)
    assert (await states(work, Moment(before, before)))["proposes"] == Figure(3)
    assert (await states(work, Moment(before, TODAY)))["proposes"] == Figure(3)


async def test_before_the_first_file_is_told_of_there_is_no_zero(work: UnitsOfWork) -> None:
    await folded(work, one_lycee().told)
    assert set((await states(work)).values()) == {Untold.UNTOLD}


async def test_the_page_has_them_in_the_column_of_the_department(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = one_lycee()
    network.tell(offer_file("a", S.READY, on=today()), uai=DSDEN)
    shown = await figures(work, supervisor, network)
    assert shown["dossiers-offre-prets"] == ["1", "Du département seul"]


@pytest.mark.parametrize(("outside", "expected"), [(False, True), (True, False)])
async def test_a_draft_is_told_to_nobody_outside(
    work: UnitsOfWork, *, outside: bool, expected: bool
) -> None:
    await folded(work, moves().told)
    async with work.begin(WHOLE_DEPARTMENT, now=NOW) as uow:
        page = await journal_page(uow, before=None, cut=JournalCut(outside=outside), length=50)
    said = " ".join(one.sentence for one in page.lines)
    assert ("de nouveau en préparation" in said) is expected
    assert "complet" in said
    assert not [one for one in TOLD_OUTSIDE if BY_CODE[one.code].department_alone]
