"""What a head opens and closes to the department, and says beside a figure."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx2
import pytest

from contracts.event import Event
from contracts.internships.periods import (
    CoverageChangedV1,
    HostAgreedV1,
    PlacementConfirmedV1,
    PlacementWithdrawnV1,
    PublicationChangedV1,
    SiteHostingCountedV1,
    SiteHostingTalliedV1,
)
from contracts.publication import FactFamily, is_open
from services.chassis.base.identity import Role
from services.chassis.database.engine import Database
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.internships.publications.commands import change_publication
from services.internships.publications.model import names_a_pupil
from services.internships.subscribers import timed
from tests.internships.conftest import Served
from tests.internships.world import BOURDELLE, ELEC, ELSEWHERE, TODAY, Lycee
from tests.support.pages import Visitor

SEEN = f"/departement/lycees/{BOURDELLE}"
HERE = f"/pfmp/publication/{BOURDELLE}"
TONIGHT = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)


async def decides(lycee: Lycee, family: FactFamily, *, opened: bool, version: int) -> None:
    await lycee.do(
        change_publication,
        uai=lycee.uai,
        family=family,
        opened=opened,
        from_on=lycee.now.date(),
        version=version,
        now=lycee.now,
    )


async def closes_all(lycee: Lycee) -> None:
    for family in (FactFamily.COVERAGE, FactFamily.PLACEMENTS, FactFamily.HOSTING):
        await decides(lycee, family, opened=False, version=0)


async def a_class(lycee: Lycee) -> tuple[list[UUID], UUID]:
    formation = await lycee.opens(ELEC)
    pupils = await lycee.imports("MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", classes={"2ELEC": formation})
    return list(pupils), await lycee.publishes_a_period(formation)


async def test_what_is_closed_stays_in_the_lycee_and_the_states_are_told_once_open(
    lycee: Lycee, database: Database
) -> None:
    [lea, tom], period = await a_class(lycee)
    site = await lycee.knows_a_host()
    before = len(await lycee.traffic())
    await closes_all(lycee)
    lost = await lycee.places(lea, period, site)
    await lycee.places(tom, period, site)
    await lycee.withdraws(lost, version=2)
    await run_due_work(timed, lycee.units, database.relay_dsn, TONIGHT)

    told = (await lycee.traffic())[before:]
    closed: tuple[type[Event], ...] = (
        CoverageChangedV1,
        PlacementConfirmedV1,
        PlacementWithdrawnV1,
        SiteHostingTalliedV1,
    )
    assert [e for e in told if isinstance(e, closed)] == []
    assert len([e for e in told if isinstance(e, PublicationChangedV1)]) == 3
    # The lycée's own services go on: who agreed, and how many are hosted where.
    assert len([e for e in told if isinstance(e, HostAgreedV1)]) == 2
    assert [e.seats for e in told if isinstance(e, SiteHostingCountedV1)] == [1] * 4

    lycee.now = TONIGHT + timedelta(hours=8)
    for family in (FactFamily.COVERAGE, FactFamily.PLACEMENTS, FactFamily.HOSTING):
        await decides(lycee, family, opened=True, version=1)
    before = len(await lycee.traffic())
    await run_due_work(timed, lycee.units, database.relay_dsn, lycee.now)

    again = (await lycee.traffic())[before:]
    assert [e.host_agreed for e in again if isinstance(e, CoverageChangedV1)] == [1]
    assert [e.seats for e in again if isinstance(e, SiteHostingTalliedV1)] == [1] * 4
    # What happened meanwhile is told to nobody of the department, ever.
    assert [e for e in again if isinstance(e, PlacementConfirmedV1 | PlacementWithdrawnV1)] == []


async def test_a_day_to_come_closes_on_that_day(lycee: Lycee) -> None:
    [lea, tom], period = await a_class(lycee)
    site = await lycee.knows_a_host()
    await lycee.do(
        change_publication,
        uai=lycee.uai,
        family=FactFamily.PLACEMENTS,
        opened=False,
        from_on=TODAY + timedelta(days=7),
        version=0,
        now=lycee.now,
    )
    await lycee.places(lea, period, site)
    lycee.now += timedelta(days=8)
    await lycee.places(tom, period, site)

    assert len(await lycee.published(PlacementConfirmedV1)) == 1
    [decided] = await lycee.published(PublicationChangedV1)
    assert is_open(FactFamily.PLACEMENTS, decided.steps, TODAY)
    assert not is_open(FactFamily.PLACEMENTS, decided.steps, TODAY + timedelta(days=7))


async def posts(visitor: Visitor, address: str, **typed: str) -> httpx2.Response:
    """Fill in the form of a page that posts there."""
    form = (await visitor.get(address)).form("/pfmp/publication/")
    return await visitor.client.post(form.action, data=form.typed(**typed))


async def test_a_head_closes_a_family_in_one_form_and_can_take_it_back(
    lycee: Lycee, app: Served
) -> None:
    async with app.visited_by((Role.HEAD, BOURDELLE)) as head:
        page = (await head.client.get(HERE)).text
        assert "Échanges et actions avec les entreprises" in page
        # No event tells of visits: a choice about them would open and close nothing.
        assert "Visites et charge des enseignants" not in page
        assert (await head.client.get(f"{HERE}/familles/visits")).status_code == 404
        closed = await posts(head, f"{HERE}/familles/exchanges")
        twice = await head.client.post(
            f"{HERE}/familles/exchanges",
            data={"command_id": str(UUID(int=7)), "version": "0", "open": "true"},
        )
        far = await posts(head, f"{HERE}/familles/imports", from_on="2020-01-01")

    assert (closed.status_code, closed.headers["location"]) == (303, SEEN)
    [decided] = await lycee.published(PublicationChangedV1)
    assert (decided.family, decided.open) == (FactFamily.EXCHANGES, False)
    assert twice.status_code == 422
    assert far.status_code == 422
    assert "moins d’un an" in far.text
    assert "2020-01-01" in far.text  # what was typed is still there


async def test_a_comment_is_read_by_the_supervisor_and_names_no_pupil(
    lycee: Lycee, app: Served
) -> None:
    await a_class(lycee)
    text = "Deux élèves attendent la réponse d’un grand chantier."
    async with app.visited_by((Role.HEAD, BOURDELLE)) as head:
        named = await posts(
            head, f"{HERE}/commentaires/ecrire", figure="coverage:", text="Tom Roux est malade."
        )
        written = await posts(head, f"{HERE}/commentaires/ecrire", figure="coverage:", text=text)
        own = (await head.client.get(f"{HERE}/commentaires")).text
    async with app.visited_by((Role.SUPERVISOR, None)) as supervisor:
        read = (await supervisor.client.get(f"{HERE}/commentaires")).text
        everywhere = (await supervisor.client.get("/pfmp/fragments/commentaires")).text
        # The department's pages lead there where no script draws the fragments.
        without_script = [
            (await supervisor.client.get(path)).text
            for path in ("/pfmp/commentaires", f"/pfmp/commentaires/{BOURDELLE}")
        ]
        refused = [
            (await supervisor.client.get(path)).status_code
            for path in (HERE, f"{HERE}/reglages", f"{HERE}/familles/coverage", "/pfmp/eleves")
        ]
    async with app.visited_by((Role.HEAD, ELSEWHERE)) as other:
        theirs = [
            (await other.client.get(path)).status_code
            for path in (
                HERE,
                f"{HERE}/commentaires",
                f"{HERE}/familles/coverage",
                f"/pfmp/commentaires/{BOURDELLE}",
            )
        ]

    assert named.status_code == 422
    assert "nomme un élève" in named.text
    assert "Tom Roux est malade." in named.text
    assert written.status_code == 303
    assert text in read
    assert all(text in page for page in without_script)
    assert read == own
    assert text in everywhere
    assert refused == [404] * 4
    assert theirs == [404] * 4
    assert text not in str(await lycee.traffic())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("tom ROUX n’a pas de place", True),
        ("Roux, Tom", True),
        ("Élodie Le-Goff part", True),
        ("Un pelage roux", False),
        ("L’atelier de Tom", False),
        ("Trois départs", False),
    ],
)
def test_a_name_is_known_in_any_order_and_case(text: str, named: bool) -> None:
    pupils = [("ROUX", "Tom"), ("LE GOFF", "Elodie")]
    assert names_a_pupil(text, pupils) is named
