"""The home page's parts about PFMP: pupils in columns, and what waits in one sentence."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from contracts.identifiers import SiteKey
from services.internships.desk.queries.board import BoardColumn, BoardPile, read_board
from services.internships.exemptions.commands import exempt_pupil
from services.internships.leavers.commands import record_departure
from services.internships.participations.model import ExemptionReason
from tests.internships.world import CARE, ELEC, STARTS, TODAY, Lycee
from tests.support.pages import Visitor

BOARD, SENTENCE = "/pfmp/fragments/tableau", "/pfmp/fragments/phrase"
PUPILS = tuple(f"NOM{letter} Ada 2ELEC" for letter in "ABCDEFG")


async def a_class(lycee: Lycee) -> tuple[UUID, list[UUID], SiteKey]:
    formation = await lycee.opens(ELEC)
    pupils = list(await lycee.imports(*PUPILS, classes={"2ELEC": formation}))
    period = await lycee.publishes_a_period(formation)
    return period, pupils, SiteKey(await lycee.knows_a_host())


async def piles(lycee: Lycee, today: date = TODAY, shown: int = 3) -> dict[BoardColumn, BoardPile]:
    return dict(await lycee.do(read_board, frozenset({lycee.uai}), today=today, shown=shown))


async def test_each_pupil_is_in_the_column_of_where_they_stand(lycee: Lycee) -> None:
    period, pupils, site = await a_class(lycee)
    await lycee.proposes(pupils[0], period, site)
    await lycee.places(pupils[1], period, site)
    signed = await lycee.places(pupils[2], period, site)
    await lycee.superuser.execute(
        "UPDATE placements SET agreement_signed_on = $1 WHERE placement_id = $2", TODAY, signed
    )
    await lycee.do(
        exempt_pupil,
        period_id=period,
        pupil_year_id=pupils[3],
        reason=ExemptionReason.HEAD_DECISION,
        now=lycee.now,
    )
    await lycee.do(record_departure, pupil_year_id=pupils[4], version=1, on=TODAY, now=lycee.now)

    before = {column: pile.total for column, pile in (await piles(lycee)).items()}
    assert before == {
        BoardColumn.TO_FIND: 2,
        BoardColumn.PROPOSED: 1,
        BoardColumn.TO_SIGN: 1,
        BoardColumn.READY: 1,
        BoardColumn.THERE: 0,
    }
    during = {c: pile.total for c, pile in (await piles(lycee, STARTS + timedelta(days=1))).items()}
    assert during[BoardColumn.THERE] == 1
    assert during[BoardColumn.TO_SIGN] == 1
    assert during[BoardColumn.TO_FIND] == 2


async def test_a_column_shows_who_leaves_first_and_says_how_many_there_are(
    bureau: Visitor, lycee: Lycee
) -> None:
    await a_class(lycee)
    pile = (await piles(lycee))[BoardColumn.TO_FIND]
    assert pile.total == 7
    assert [card.name for card in pile.cards] == ["NOMA Ada", "NOMB Ada", "NOMC Ada"]

    page = await bureau.get(BOARD)
    assert "À trouver 7" in page.text
    assert "NOMC Ada" in page.text
    assert "NOMD Ada" not in page.text
    assert "et 4 autres" in page.text


async def test_what_waits_is_said_in_one_sentence(bureau: Visitor, lycee: Lycee) -> None:
    assert "Aucune PFMP en cours ou à venir." in (await bureau.get(SENTENCE)).text
    period, pupils, site = await a_class(lycee)
    await lycee.places(pupils[0], period, site)
    said = (await bureau.get(SENTENCE)).text
    days = (STARTS - TODAY).days
    assert f"6 élèves sans lieu d’accueil à {days} jours du départ" in said
    assert f"1 convention à faire signer avant le {STARTS:%d/%m}" in said
    assert said.strip().endswith(".")


async def test_every_departure_of_a_day_is_counted_and_a_complete_one_hides_no_other(
    bureau: Visitor, lycee: Lycee
) -> None:
    elec, care = await lycee.opens(ELEC), await lycee.opens(CARE, "2de pro Soins")
    await lycee.imports(
        "A Ada 2ELEC", "B Bob 2ASSP", "C Cléo 2ASSP", classes={"2ELEC": elec, "2ASSP": care}
    )
    await lycee.publishes_a_period(elec)
    await lycee.publishes_a_period(care)
    days = (STARTS - TODAY).days
    said = (await bureau.get(SENTENCE)).text
    assert f"3 élèves sans lieu d’accueil à {days} jours du départ" in said
    assert "Rien ne presse" not in said


async def test_departures_are_drawn_by_formation(bureau: Visitor, lycee: Lycee) -> None:
    await a_class(lycee)
    page = await bureau.get("/pfmp/fragments/formations")
    assert "Départs en janvier 2027, par formation" in page.text
    assert "7 élèves sans lieu d’accueil confirmé sur 7." in page.text


@pytest.mark.parametrize("path", [BOARD, "/pfmp/fragments/formations"])
async def test_a_lycee_without_periods_reads_that_there_are_none(
    bureau: Visitor, lycee: Lycee, path: str
) -> None:
    assert "PFMP en cours ou à venir" in (await bureau.get(path)).text


async def test_the_map_says_what_holds_now_though_it_is_drawn_once(
    bureau: Visitor, lycee: Lycee
) -> None:
    period, pupils, site = await a_class(lycee)
    await lycee.places(pupils[0], period, site)
    first, same = [(await bureau.get("/pfmp/fragments/carte")).text for _ in range(2)]
    other = SiteKey(await lycee.knows_a_host(commune="82112"))
    await lycee.places(pupils[1], period, other)

    assert first == same
    assert "Moissac" not in first
    assert "Moissac 1" in (await bureau.get("/pfmp/fragments/carte")).text
