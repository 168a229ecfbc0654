"""Pupils at hosts whom nobody was in touch with, or went to see, when it was time; open alerts."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from contracts.internships.follow_up import ContactKind, ReportLevel
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.follow_ups.commands.note_follow_up import note_follow_up
from services.internships.follow_ups.commands.raise_alert import raise_alert
from services.internships.follow_ups.model import AlertMatter, Contact
from services.internships.rights.commands import erase_pupil
from services.internships.watchlist import pages as watching_pages
from services.internships.watchlist import queries as watching
from services.internships.watchlist.model import Late
from services.internships.watchlist.queries import count_watched, read_watched
from tests.internships.conftest import Served
from tests.internships.follow_ups.test_follow_ups import Class, at_work
from tests.internships.world import Lycee
from tests.support.pages import Visitor

FIRST_DAYS, SECOND_THIRD, LAST_THIRD = (
    datetime(2027, 1, day, 9, 0, tzinfo=UTC) for day in (8, 14, 25)
)
AFTER = datetime(2027, 2, 3, 9, 0, tzinfo=UTC)


async def late(here: Class, now: datetime) -> dict[str, list[Late]]:
    """Who is in the list that day, and why."""

    async def read(uow: UnitOfWork) -> dict[str, list[Late]]:
        page = await read_watched(uow, late=None, today=now.date())
        counts = await count_watched(uow, now.date())
        found = {one.name: list(one.late) for one in page.items}
        assert counts == {kind: sum(kind in reasons for reasons in found.values()) for kind in Late}
        return found

    return await replace(here.lycee, now=now).do(read)


async def contact(here: Class, which: int, kind: ContactKind, on: date) -> None:
    told = Contact(kind, on)
    await here.lycee.do(
        note_follow_up, placement_id=here.placements[which], contact=told, now=here.lycee.now
    )


async def test_a_contact_is_awaited_in_the_first_third_and_a_visit_in_the_last(
    lycee: Lycee,
) -> None:
    here = await at_work(lycee)
    assert await late(here, FIRST_DAYS) == {}
    assert await late(here, SECOND_THIRD) == {"A Ada": [Late.CONTACT], "B Bob": [Late.CONTACT]}

    await contact(here, 0, ContactKind.CALL, date(2027, 1, 11))
    await contact(here, 1, ContactKind.VISIT, date(2027, 1, 12))

    assert await late(here, SECOND_THIRD) == {}
    # A call is no visit.
    assert await late(here, LAST_THIRD) == {"A Ada": [Late.VISIT]}
    assert await late(here, AFTER) == {}


async def test_a_pupil_who_was_erased_is_neither_in_the_list_nor_counted(lycee: Lycee) -> None:
    here = await at_work(lycee)
    version = await lycee.superuser.fetchval(
        "SELECT version FROM pupils WHERE pupil_year_id = $1", here.pupils[0]
    )
    await lycee.do(
        erase_pupil, pupil_year_id=here.pupils[0], version=version, notes=(), now=lycee.now
    )
    assert await late(here, SECOND_THIRD) == {"B Bob": [Late.CONTACT]}


async def test_what_was_before_the_first_day_is_neither_a_contact_nor_a_visit_of_the_stay(
    lycee: Lycee,
) -> None:
    here = await at_work(lycee)
    for which in (0, 1):
        await contact(here, which, ContactKind.VISIT, date(2026, 12, 15))
    assert await late(here, SECOND_THIRD) == {"A Ada": [Late.CONTACT], "B Bob": [Late.CONTACT]}

    await contact(here, 0, ContactKind.VISIT, date(2027, 1, 4))
    await contact(here, 1, ContactKind.CALL, date(2027, 1, 11))

    assert await late(here, LAST_THIRD) == {"B Bob": [Late.VISIT]}


async def test_an_alert_is_in_the_list_from_its_first_day_even_once_all_is_over(
    lycee: Lycee,
) -> None:
    here = await at_work(lycee)
    await contact(here, 0, ContactKind.VISIT, date(2027, 1, 11))
    await contact(here, 1, ContactKind.VISIT, date(2027, 1, 11))
    await here.lycee.do(
        raise_alert,
        placement_id=here.placements[1],
        matter=AlertMatter.LEAVING,
        now=here.lycee.now,
    )

    assert await late(here, here.lycee.now) == {"B Bob": [Late.ALERT]}
    assert await late(here, AFTER) == {"B Bob": [Late.ALERT]}


async def test_today_shows_the_gravest_alerts_the_newest_first_and_leads_to_all(
    lycee: Lycee, app: Served, bureau: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = await at_work(lycee)
    app.application.state.runtime.work._clock = lambda: SECOND_THIRD
    monkeypatch.setattr(watching_pages, "ALERTS_SHOWN", 1)
    ada, bob = here.placements
    for place, level in ((bob, ReportLevel.URGENT), (ada, ReportLevel.PROBLEM)):
        told = Contact(ContactKind.CALL, date(2027, 1, 11), level)
        await here.lycee.do(note_follow_up, placement_id=place, contact=told, now=here.lycee.now)

    shown = (await bureau.get("/pfmp/fragments/suivi")).text
    assert "B Bob" in shown
    assert "A Ada" not in shown
    assert "Voir tout : 2 élèves avec une alerte ouverte" in shown
    listed = (await bureau.get("/pfmp/suivi?quoi=alerte")).text
    assert "A Ada" in listed
    assert "B Bob" in listed

    await here.lycee.do(raise_alert, placement_id=ada, matter=AlertMatter.LEAVING, now=SECOND_THIRD)
    assert "A Ada" in (await bureau.get("/pfmp/fragments/suivi")).text


async def test_the_list_has_pages_and_each_leads_to_the_next(
    lycee: Lycee, app: Served, bureau: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await at_work(lycee)
    app.application.state.runtime.work._clock = lambda: SECOND_THIRD
    monkeypatch.setattr(watching, "PAGE_LENGTH", 1)

    page = await bureau.get("/pfmp/suivi")

    assert "A Ada" in page.text
    assert "B Bob" not in page.text
    # On a phone, where columns have no headings: nobody takes a teacher's name for a pupil's.
    assert '<td data-label="Référent" data-said>' in page.answer.text
    [link] = [one for one in page.answer.text.split('"') if one.startswith("/pfmp/suivi?apres=")]
    following = await bureau.get(link)
    assert "B Bob" in following.text
    assert "Page suivante" not in following.text
    assert "Rien de tel en ce moment." in (await bureau.get("/pfmp/suivi?quoi=visite")).text


async def test_today_says_what_has_to_be_declared_until_it_is(
    lycee: Lycee, app: Served, bureau: Visitor
) -> None:
    here = await at_work(lycee)
    app.application.state.runtime.work._clock = lambda: SECOND_THIRD
    assert "Aucune alerte ouverte." in (await bureau.get("/pfmp/fragments/suivi")).text
    await here.lycee.do(
        raise_alert,
        placement_id=here.placements[0],
        matter=AlertMatter.DECLARATION,
        now=here.lycee.now,
    )

    shown = (await bureau.get("/pfmp/fragments/suivi")).text

    assert "Accident : à déclarer sous 48 heures" in shown
    assert "4 étapes à faire" in shown
    assert "2 élèves : aucun contact depuis le départ" in shown


async def test_the_mission_order_has_whom_where_and_when_and_no_amount(
    lycee: Lycee, bureau: Visitor
) -> None:
    here = await at_work(lycee)
    listed = await bureau.get(f"/pfmp/periodes/{here.period}/referents")
    address = f"/pfmp/periodes/{here.period}/mission/{here.referents[0]}"
    assert address in listed.answer.text

    page = await bureau.get(address)

    assert "Ordre de mission de Mme Roux" in page.text
    assert "A Ada" in page.text
    assert "B Bob" not in page.text
    assert "Chaudronnerie du Quercy" in page.text
    assert "véhicule personnel" in page.text
    assert "€" not in page.text
