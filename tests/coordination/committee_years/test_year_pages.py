"""The year of a committee: its figures on the page, in the workbook and on paper, and what is said of it."""

import io
from datetime import timedelta
from uuid import UUID

import httpx2
import pypdf
import pytest_asyncio
from sqlalchemy import insert

from contracts.coordination.avenir import AvenirAxis
from contracts.identifiers import SchoolYear
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope
from services.coordination.committee_years.labels import axes_known
from services.coordination.committee_years.model import AxesOfYear, LyceeOfAxes
from services.coordination.decisions.commands import finish_decision
from services.coordination.news.model.calendar import local_date
from services.coordination.service import SERVICE
from services.supervision.actions.tables import axis_totals
from services.supervision.service import SERVICE as SUPERVISION
from tests.coordination.committees.test_committee_pages import dsden, follow, send
from tests.coordination.committees.world import (
    a_committee,
    a_meeting,
    a_seat,
    decides,
    decision_seen,
    holds,
    plans,
    signs,
    within_the_year,
)
from tests.coordination.world import Somebody
from tests.supervision.spreadsheets import read_workbook
from tests.support.network import ELSEWHERE, HERE, Network, Running
from tests.support.waiting import eventually


@pytest_asyncio.fixture
async def supervisor(network: Network) -> httpx2.AsyncClient:
    return await network.client_as(Role.SUPERVISOR, None)


async def a_year(who: Somebody) -> UUID:
    """A committee that met today, decided twice, and did one of it."""
    committee_id = await a_committee(who)
    seat = await a_seat(who, committee_id, mail="ghislaine@lomagne.example")
    await a_seat(who, committee_id, lycee=HERE, person=None)
    await signs(who, committee_id, "Charte 2026")
    meeting_id = await a_meeting(who, committee_id, on=local_date(who.now))
    done = await decides(who, meeting_id, HERE, text="Préparer le forum")
    await decides(who, meeting_id, HERE, text="Visiter deux ateliers")
    await holds(who, meeting_id, {seat.id}, others=4)
    version = (await decision_seen(who, done)).version
    await who.do(finish_decision, decision_id=done, version=version, now=who.later())
    await plans(who, committee_id, "Six ateliers ouverts")
    return committee_id


def text_of(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return plain(" ".join(" ".join(page.extract_text() for page in pages).split()))


def plain(text: str) -> str:
    """The text with spaces that may break."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


async def test_the_year_is_told_as_it_was_on_the_page_and_in_both_files(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    who = dsden(network)
    committee_id = await a_year(who)
    year = SchoolYear.of(local_date(who.now))
    here = f"/comites/{committee_id}/bilan"
    words = ("2 décisions, dont 1 faite", "0 sur 1 faites", "1 sur 2", "Charte 2026", "2 arrivées")
    page = plain((await supervisor.get(here)).text)
    for one in words:
        assert one in page
    assert "Ghislaine" not in page

    typed = {"annee": year, "words": "Une année de forums.\n\nÀ refaire."}
    assert "Une année de forums." in await follow(supervisor, await send(supervisor, here, **typed))

    printed = text_of((await supervisor.get(f"{here}.pdf?annee={year}")).content)
    for one in (*words, "Une année de forums.", "Six ateliers ouverts", "Visiter deux ateliers"):
        assert one in printed
    assert "Ghislaine" not in printed
    book = read_workbook((await supervisor.get(f"{here}.xlsx?annee={year}")).content)
    sheets = ["Bilan", "Réunions", "Décisions", "Axes", "Cadre d’actions", "Membres"]
    assert list(book.sheets) == sheets
    assert "ne répond pas" in page, "supervision does not run here: what is not known is no zero"
    cells = {str(cell.value) for sheet in book.sheets.values() for cell in sheet.values()}
    assert {"Une année de forums.", "Préparer le forum", "Six ateliers ouverts"} <= cells
    assert not any("Ghislaine" in cell for cell in cells)


async def test_a_year_holds_what_was_done_in_it_alone(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    who = dsden(network)
    committee_id = await a_year(who)
    year = SchoolYear.of(local_date(who.now))
    before = (await supervisor.get(f"/comites/{committee_id}/bilan?annee={year.previous}")).text
    assert "Rien n’est encore noté de cette année" in before
    assert "Six ateliers ouverts" not in before
    assert "Année en cours" not in before

    last = year.previous.last_day - timedelta(days=40)
    meeting_id = await a_meeting(who, committee_id, on=last)
    await decides(who, meeting_id, HERE, text="Écrire aux branches", in_days=None)
    then = (await supervisor.get(f"/comites/{committee_id}/bilan?annee={year.previous}")).text
    assert "Écrire aux branches" in then
    now = plain((await supervisor.get(f"/comites/{committee_id}/bilan?annee={year}")).text)
    assert "Décisions d’avant, encore à faire" in now
    assert "2 décisions, dont 1 faite" in now


async def test_attendance_nobody_noted_is_no_zero(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    who = dsden(network)
    committee_id = await a_committee(who)
    await a_meeting(who, committee_id, on=within_the_year(local_date(who.now), -1))
    page = (await supervisor.get(f"/comites/{committee_id}/bilan")).text
    assert "Présences" not in page
    assert "Prévue" in page


async def test_two_who_write_at_once_lose_nothing(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    who = dsden(network)
    here, year = f"/comites/{await a_committee(who)}/bilan", SchoolYear.of(local_date(who.now))
    assert (await send(supervisor, here, annee=year, words="Le premier")).status_code == 303
    second = await send(supervisor, here, annee=year, words="Le second")
    assert second.status_code == 409
    assert "Le second" in second.text
    assert "Le premier" in second.text
    again = await send(supervisor, here, annee=year, words="Les deux", version=1)
    assert "Les deux" in await follow(supervisor, again)


async def test_a_bureau_reads_no_report_of_what_it_sees_in_part(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    committee_id = await a_committee(dsden(network))
    bureau = await network.client_as(Role.RBDE)
    for path in ("", ".pdf", ".xlsx"):
        here = f"/comites/{committee_id}/bilan{path}"
        assert (await bureau.get(here)).status_code == 404
        assert (await supervisor.get(here)).status_code == 200


async def test_who_came_before_their_seat_was_noted_is_counted_among_the_seats(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    who = dsden(network)
    committee_id = await a_committee(who)
    seats = [await a_seat(who, committee_id, name=f"Atelier {n}") for n in range(3)]
    meeting_id = await a_meeting(who, committee_id, on=local_date(who.now) - timedelta(days=1))
    await holds(who, meeting_id, {seats[0].id, seats[1].id})
    year = SchoolYear.of(local_date(who.now) - timedelta(days=1))
    page = plain((await supervisor.get(f"/comites/{committee_id}/bilan?annee={year}")).text)
    assert "2 sur 2" in page


async def test_a_year_to_come_is_not_said_to_run(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    who = dsden(network)
    following = SchoolYear.of(SchoolYear.of(local_date(who.now)).last_day + timedelta(days=1))
    here = f"/comites/{await a_committee(who)}/bilan"
    page = (await supervisor.get(f"{here}?annee={following}")).text
    assert "Année à venir" in page
    assert "Année en cours" not in page
    printed = text_of((await supervisor.get(f"{here}.pdf?annee={following}")).content)
    assert "Année à venir" in printed


def told(*, own: bool, kept: bool = False, held: int | None = None) -> LyceeOfAxes:
    counts = {} if held is None else {AvenirAxis.DISCOVERY: held}
    return LyceeOfAxes(own=own, kept=kept, counts=counts)


def test_a_sum_of_few_lycees_stays_with_the_dsden_and_what_nobody_told_is_no_zero() -> None:
    axes = AxesOfYear(
        [
            told(own=True, held=4),
            told(own=False, held=2),
            told(own=False, held=1),
            told(own=True, kept=True),
            told(own=False),
        ]
    )
    axis = AvenirAxis.DISCOVERY
    assert axes.count(axis, own=True) == 4
    assert axes.count(axis, own=True, leaving=True) is None
    assert axes.count(axis, own=False) == axes.count(axis, own=False, leaving=True) == 7
    assert AxesOfYear([told(own=True)]).count(axis, own=True) is None
    said = plain(axes_known(axes, leaving=True))
    assert "dites par 3 lycées, dont 1 du comité" in said
    assert "1 lycée ne les publie pas ; 1 lycée n’en a rien dit" in said
    assert "moins de 3 lycées" in said


def test_two_sums_that_would_tell_a_third_lycee_do_not_leave_together() -> None:
    own = [told(own=True, held=2) for _ in range(3)]
    axis = AvenirAxis.DISCOVERY
    axes = AxesOfYear([*own, told(own=False, held=7)])
    assert axes.count(axis, own=True) == 6
    assert axes.count(axis, own=True, leaving=True) is None
    assert axes.count(axis, own=False, leaving=True) == 13
    for others in ([], [told(own=False, held=1)] * 3):
        leaves = AxesOfYear([*own, *others]).count(axis, own=True, leaving=True)
        assert leaves == 6


async def test_actions_of_the_department_are_counted_beside_those_of_the_committee(
    running: Running,
) -> None:
    async with running(SERVICE, SUPERVISION) as network:
        who, her = dsden(network), await network.client_as(Role.SUPERVISOR, None)
        committee_id = await a_year(who)
        year = SchoolYear.of(local_date(who.now))
        for uai in (HERE, ELSEWHERE):
            await network.client_as(Role.RBDE, uai)
        department = network.runtime("supervision").work
        async with department.begin(Scope(frozenset(), department_wide=True)) as uow:
            for number, (uai, held) in enumerate(((HERE, 4), (ELSEWHERE, 2))):
                await uow.execute(
                    insert(axis_totals).values(
                        uai=uai,
                        school_year=year,
                        discovery=held,
                        initiative=0,
                        guidance=0,
                        version=1,
                        event_id=UUID(int=number),
                    )
                )

        async def counted() -> bool:
            page = plain((await her.get(f"/comites/{committee_id}/bilan")).text)
            return "dites par 2 lycées, dont 1 du comité" in page and ">6<" in page

        await eventually(counted)
