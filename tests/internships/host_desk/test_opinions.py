"""What a host thinks of a stay: said once, corrected for two weeks, read by the lycée alone."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.chassis.base.identity import Role
from services.internships.personal_links.commands import revoke_personal_link
from services.internships.rights.commands import erase_pupil
from tests.internships.conftest import Served
from tests.internships.host_desk.staying import (
    AFTER,
    DURING,
    LAST_WEEK,
    Stays,
    at_hosts,
    host,
    turn_to,
)
from tests.internships.host_desk.test_host_news import offers, teacher_page, the
from tests.internships.world import ELSEWHERE, Lycee
from tests.support.pages import Form, Page, Visitor

LAST_DAY = datetime(2027, 1, 29, 9, 0, tzinfo=UTC)
REMARK = "À l’aise avec les clients, <b>à revoir</b> : le câblage"
SAID = "reprendrait un élève de cette formation : oui ; élève préparé : plutôt bien"


async def gives(tutor: Visitor, address: str, **fields: str) -> Page:
    form = the(await tutor.get(address), "/avis")
    said: dict[str, Any] = {"again": "yes", "prepared": "3", **fields}
    return await tutor.send(form, **said)


async def of_the_bureau(bureau: Visitor, here: Stays) -> Page:
    return await bureau.get(f"{here.bureau_page}/fragments/espace-tuteur")


async def test_an_opinion_is_given_in_a_minute_and_read_by_bureau_and_teacher(
    app: Served, bureau: Visitor, lycee: Lycee
) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    turn_to(app, here, LAST_DAY)
    before = await lycee.superuser.fetchval("SELECT count(*) FROM journal")
    async with host(app) as tutor:
        done = await gives(tutor, address, remark=REMARK)
        assert "Merci de votre avis." in done.text
        assert SAID in done.text
        assert "Corriger votre avis" in done.text
    assert await lycee.superuser.fetchval("SELECT count(*) FROM journal") == before
    shown = await of_the_bureau(bureau, here)
    assert SAID in shown.text
    assert REMARK in shown.text
    assert "<b>" not in shown.answer.text
    desk = await teacher_page(app, here)
    async with host(app) as teacher:
        path = next(
            form.action for form in desk.forms if form.action.endswith(str(here.placements[0]))
        )
        assert SAID in (await teacher.get(path)).text
    async with app.visited_by((Role.RBDE, ELSEWHERE)) as elsewhere:
        assert (await of_the_bureau(elsewhere, here)).status == 404


async def test_it_is_corrected_for_two_weeks_and_then_stays(
    app: Served, bureau: Visitor, lycee: Lycee
) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    turn_to(app, here, AFTER)
    async with host(app) as tutor:
        await gives(tutor, address, remark=REMARK)
        page = await tutor.get(address)
        assert dict(the(page, "/avis").fields)["again"] == "yes"
        turn_to(app, here, AFTER + timedelta(days=14) - timedelta(minutes=1))
        corrected = await gives(tutor, address, again="no", prepared="1", remark="")
        assert "Votre avis est corrigé." in corrected.text
        assert "formation : non" in corrected.text
        late = the(corrected, "/avis")
        turn_to(app, here, AFTER + timedelta(days=14))
        assert not offers(await tutor.get(address), "/avis")
        refused = await tutor.send(late, again="yes", prepared="4", command_id=str(uuid4()))
        assert (refused.status, "ne se change plus" in refused.text) == (409, True)
        back = Form(f"{address}/avis/retrait", [("command_id", str(uuid4()))])
        assert (await tutor.send(back)).status == 409
    assert "formation : non" in (await of_the_bureau(bureau, here)).text
    assert REMARK not in (await of_the_bureau(bureau, here)).text


async def test_it_is_taken_back(app: Served, lycee: Lycee) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    turn_to(app, here, AFTER)
    async with host(app) as tutor:
        done = await gives(tutor, address)
        back = await tutor.send(the(done, "/avis/retrait"))
        assert "Votre avis est retiré." in back.text
        assert "Donner votre avis" in back.text
    assert await lycee.superuser.fetchval("SELECT count(*) FROM host_opinions") == 0


async def test_it_is_asked_from_the_last_day_on(app: Served, lycee: Lycee) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    for now in (DURING, LAST_WEEK):
        turn_to(app, here, now)
        async with host(app) as tutor:
            page = await tutor.get(address)
            assert not offers(page, "/avis")
            sent = Form(f"{address}/avis", [("command_id", str(uuid4()))])
            early = await tutor.send(sent, again="yes", prepared="2")
            assert early.status == 409
            assert "à partir du dernier jour" in early.text
    assert await lycee.superuser.fetchval("SELECT count(*) FROM host_opinions") == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"again": ""},
        {"again": "often"},
        {"prepared": "0"},
        {"prepared": "5"},
        {"prepared": "x"},
        {"remark": "x" * 501},
    ],
)
async def test_what_is_missing_or_too_long_is_asked_again_and_nothing_is_lost(
    app: Served, lycee: Lycee, wrong: dict[str, str]
) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    turn_to(app, here, AFTER)
    async with host(app) as tutor:
        page = await gives(tutor, address, **{"remark": REMARK, **wrong})
        assert page.status == 422
        assert wrong.get("remark", "À l’aise avec les clients") in page.answer.text
    assert await lycee.superuser.fetchval("SELECT count(*) FROM host_opinions") == 0


async def test_five_hundred_letters_are_kept(app: Served, lycee: Lycee) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    turn_to(app, here, AFTER)
    async with host(app) as tutor:
        assert (await gives(tutor, address, remark="é" * 500)).status == 200
    kept = await lycee.superuser.fetchval("SELECT remark FROM host_opinions")
    assert kept == "é" * 500


async def test_two_opinions_at_once_are_one(app: Served, lycee: Lycee) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    turn_to(app, here, AFTER)
    async with host(app) as tutor, host(app) as head:
        pages = await asyncio.gather(
            gives(tutor, address, again="yes"), gives(head, address, again="no")
        )
    assert {page.status for page in pages} == {200}
    assert sorted("corrigé" in page.text for page in pages) == [False, True]
    assert await lycee.superuser.fetchval("SELECT count(*) FROM host_opinions") == 1


async def test_a_closed_link_gives_no_opinion_and_an_erased_pupil_keeps_none(
    app: Served, bureau: Visitor, lycee: Lycee
) -> None:
    here = await at_hosts(lycee)
    link_id, address = await here.gives_a_link()
    turn_to(app, here, AFTER)
    async with host(app) as tutor:
        await gives(tutor, address, remark=REMARK)
        page = await tutor.get(address)
        await here.lycee.do(revoke_personal_link, link_id=link_id, now=AFTER)
        shut = await tutor.send(the(page, "/avis"), again="no", command_id=str(uuid4()))
        assert shut.status == 404
    # What was said stays with the lycée, until the pupil is erased.
    assert SAID in (await of_the_bureau(bureau, here)).text
    await lycee.do(erase_pupil, pupil_year_id=here.pupils[0], version=1, notes=(), now=AFTER)
    assert await lycee.superuser.fetchval("SELECT count(*) FROM host_opinions") == 0
