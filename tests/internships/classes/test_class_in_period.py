"""One class in one period: its table, filtered by situation, sorted, taken away."""

import re
from dataclasses import dataclass
from uuid import UUID

import pytest
import pytest_asyncio

from contracts.internships.placements import EndReason
from services.chassis.base.identity import Role
from services.internships.exemptions.commands import exempt_pupil
from services.internships.participations.model import ExemptionReason
from services.internships.placements.commands.set_placement_dates import set_placement_dates
from services.internships.referents.commands import assign_referents, name_referents
from tests.internships.conftest import Served
from tests.internships.world import BOURDELLE, CARE, ELEC, ENDS, STARTS, Lycee
from tests.support.pages import Page, Visitor

OTHERS = "/pfmp/periodes/{}/classes/{}"


@dataclass
class Elec:
    """Five pupils of 2ELEC: one without a place, one proposed one, two with theirs, one exempted."""

    period: UUID
    class_id: UUID
    placement: UUID
    other_class: UUID
    ids: list[UUID]

    @property
    def path(self) -> str:
        return OTHERS.format(self.period, self.class_id)


@pytest_asyncio.fixture
async def elec(lycee: Lycee) -> Elec:
    formation, care = await lycee.opens(ELEC), await lycee.opens(CARE, "1re ASSP")
    ids = await lycee.imports(
        *("A Ali 2ELEC", "B Bea 2ELEC", "C Cid 2ELEC", "D Dan 2ELEC", "E Eve 2ELEC", "Z Zoé 1ASSP"),
        classes={"2ELEC": formation, "1ASSP": care},
    )
    period = await lycee.publishes_a_period(formation, care)
    saw = await lycee.knows_a_host(name="Scierie du Lot", commune="82112")
    smith = await lycee.knows_a_host(name="Chaudronnerie du Quercy")
    placement = await lycee.places(ids[0], period, saw)
    await lycee.proposes(ids[1], period, smith)
    await lycee.places(ids[2], period, smith)
    await lycee.do(
        exempt_pupil,
        period_id=period,
        pupil_year_id=ids[3],
        reason=ExemptionReason.MIXED_PATH,
        now=lycee.now,
    )
    found = {
        row["label"]: row["class_id"]
        for row in await lycee.superuser.fetch("SELECT label, class_id FROM classes")
    }
    return Elec(period, found["2ELEC"], placement, found["1ASSP"], list(ids))


def names(page: Page) -> str:
    """The first letters of the pupils, in the order of the table."""
    return "".join(
        re.findall(r'<th scope="row">(?:<input [^>]*>)?\s*<a [^>]*>(\w)', page.answer.text)
    )


def choices(page: Page) -> list[tuple[str, str, bool]]:
    """Each situation offered: its name, its count, whether it is the one shown."""
    [part] = re.findall(r'<nav class="choices".*?</nav>', page.answer.text, re.DOTALL)
    return [
        (name.strip(), count, "aria-current" in opened)
        for opened, name, count in re.findall(r"<a ([^>]*)>([^<]+)<span[^>]*>(\d+)", part)
    ]


async def test_a_class_is_opened_from_its_period_and_says_who_stands_where(
    bureau: Visitor, elec: Elec
) -> None:
    period = await bureau.get(f"/pfmp/periodes/{elec.period}")
    assert f'href="{elec.path}"' in period.answer.text

    board = await bureau.get(f"/pfmp/periodes/{elec.period}/tableau?classe=2ELEC")
    assert f'href="{elec.path}"' in board.answer.text
    assert elec.path not in (await bureau.get(f"/pfmp/periodes/{elec.period}/tableau")).answer.text

    page = await bureau.get(elec.path)
    assert names(page) == "EBACD"
    assert choices(page) == [
        ("Tous", "5", True),
        ("Sans lieu", "1", False),
        ("Proposé", "1", False),
        ("Confirmé", "2", False),
        ("Dispense", "1", False),
    ]
    assert "2de pro Électricité : 5 élèves, dont 2 sans lieu d’accueil confirmé" in page.text
    assert "Scierie du Lot Moissac" in page.text
    assert "Z Zoé" not in page.text
    assert OTHERS.format(elec.period, elec.other_class) in page.answer.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("situation=covered", "AC"),
        ("situation=exempted", "D"),
        ("tri=nom", "ABCDE"),
        ("tri=-nom", "EDCBA"),
        ("tri=lieu", "BCADE"),
        ("tri=-situation", "DACBE"),
        ("situation=covered&tri=lieu", "CA"),
        ("situation=covered&tri=-nom", "CA"),
        ("situation=ailleurs&tri=age", "EBACD"),
    ],
)
async def test_the_address_filters_and_sorts_the_class(
    bureau: Visitor, elec: Elec, query: str, found: str
) -> None:
    assert names(await bureau.get(f"{elec.path}?{query}")) == found


async def test_a_situation_nobody_is_in_says_so_and_leads_back_to_all(
    bureau: Visitor, elec: Elec
) -> None:
    page = await bureau.get(f"{elec.path}?situation=left&tri=nom")
    assert "Aucun élève de la classe dans cette situation." in page.text
    assert ("Sortie", "0", True) in choices(page)
    assert f'href="{elec.path}?tri=nom"' in page.answer.text


async def test_each_line_says_what_is_to_be_done_next(
    bureau: Visitor, lycee: Lycee, elec: Elec
) -> None:
    page = await bureau.get(elec.path)
    for link, told in (
        (f"/pfmp/periodes/{elec.period}/eleves/{elec.ids[4]}", "Proposer un lieu à E Eve"),
        (f"/pfmp/periodes/{elec.period}/eleves/{elec.ids[3]}", "Lever la dispense de D Dan"),
        (f"/pfmp/placements/{elec.placement}", "Choisir le tuteur : A Ali"),
    ):
        assert f'href="{link}"' in page.answer.text
        assert told in page.text
    assert "Confirmer ou retirer : B Bea" in page.text


async def test_days_of_ones_own_and_the_referent_are_in_the_line(
    bureau: Visitor, lycee: Lycee, elec: Elec
) -> None:
    before = await bureau.get(elec.path)
    assert ">Dates<" not in before.answer.text, "a column nobody needs takes no room"

    await lycee.do(
        set_placement_dates,
        placement_id=elec.placement,
        version=2,
        starts_on=STARTS.replace(day=11),
        ends_on=ENDS,
        reason=EndReason.OTHER,
        now=lycee.now,
    )
    [referent] = await lycee.do(name_referents, names=["M. Lestrade"], now=lycee.now)
    await lycee.do(
        assign_referents,
        period_id=elec.period,
        shown={},
        chosen={elec.ids[0]: referent},
        now=lycee.now,
    )
    page = await bureau.get(elec.path)
    assert page.text.count("11/01/2027 au 29/01/2027") == 1
    assert page.text.count("M. Lestrade") == 1


async def test_what_is_shown_is_taken_away_in_its_order(bureau: Visitor, elec: Elec) -> None:
    page = await bureau.get(f"{elec.path}?situation=covered&tri=-lieu")
    for kind in ("csv", "xlsx"):
        assert f"{elec.path}/eleves.{kind}?situation=covered&amp;tri=-lieu" in page.answer.text
    sheet = (await bureau.get(f"{elec.path}/eleves.csv?situation=covered&tri=-lieu")).answer
    lines = sheet.content.decode("utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in lines if line.startswith(("A ", "C ", "B "))] == [
        "A Ali",
        "C Cid",
    ]
    assert "Situation\xa0: Lieu d’accueil confirmé" in sheet.text
    assert (await bureau.get(f"{elec.path}/eleves.xlsx")).answer.content.startswith(b"PK")


async def test_only_who_may_write_is_told_what_to_do(app: Served, elec: Elec) -> None:
    async with app.visited_by((Role.SECRETARIAT, BOURDELLE)) as secretariat:
        page = await secretariat.get(elec.path)
    assert names(page) == "EBACD"
    assert "Proposer un lieu" not in page.text
    assert "/eleves.xlsx" not in page.answer.text


async def test_a_class_the_period_is_not_for_is_not_there(
    bureau: Visitor, lycee: Lycee, elec: Elec
) -> None:
    alone = await lycee.publishes_a_period(await lycee.opens(CARE, "1re ASSP"), class_ids=[])
    assert (await bureau.get(OTHERS.format(alone, elec.class_id))).status == 404
