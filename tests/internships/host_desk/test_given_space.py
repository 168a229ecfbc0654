"""The bureau gives the link of a stay on paper, sees since when it opens the page, and closes it."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from contracts.internships.periods import WithdrawalReason
from contracts.internships.placements import EndReason
from services.chassis.base.identity import Role
from services.internships.placements.commands.set_placement_dates import set_placement_dates
from services.internships.rights.commands import erase_pupil
from tests.internships.conftest import Served
from tests.internships.host_desk.staying import (
    CLOSED,
    DURING,
    UNTIL,
    Stays,
    at_hosts,
    host,
    turn_to,
)
from tests.internships.world import BOURDELLE, ELSEWHERE, ENDS, STARTS, Lycee
from tests.support.pages import Form, Page, Visitor


async def block(visitor: Visitor, here: Stays) -> Page:
    """What the page of the place fetches into « Espace du tuteur »."""
    page = await visitor.get(here.bureau_page)
    [address] = re.findall(r'hx-get="([^"]+/fragments/espace-tuteur)"', page.answer.text)
    return await visitor.get(address)


async def test_the_link_is_given_on_paper_and_closed(
    app: Served, bureau: Visitor, lycee: Lycee
) -> None:
    here = await at_hosts(lycee)
    shown = await block(bureau, here)
    assert "Aucun lien ne l’ouvre." in shown.text

    printed = await bureau.send(shown.form(f"{here.bureau_page}/espace-tuteur", exactly=True))

    assert "Tuteur, entreprise d’accueil : AVRIL Ada" in printed.text
    assert "Suivre l’accueil d’un élève" in printed.text
    # The last day it opens, though it ends at midnight; and printing it again gives the same.
    assert "vaut jusqu’au mardi 30 mars 2027" in printed.text
    assert "En remettre un autre" not in printed.text
    [address] = re.findall(r"https?://[^/]+(/accueil-pfmp/[^<]+)</code>", printed.answer.text)
    [code] = re.findall(r"A[A-Z0-9]{4}-[A-Z0-9]{5}-[A-Z0-9]{5}", printed.text)
    [row] = await lycee.superuser.fetch("SELECT * FROM personal_links")
    assert (row["expires_at"], row["placement_id"]) == (UNTIL, here.placements[0])
    async with host(app) as tutor:
        assert "AVRIL Ada" in (await tutor.get(address)).text
        typed = Form("/accueil-pfmp/code", [("command_id", str(uuid4()))])
        assert "AVRIL Ada" in (await tutor.send(typed, code=code)).text

        shown = await block(bureau, here)
        told = "Un lien l’ouvre depuis le 24 novembre 2026, jusqu’au 30 mars 2027"
        assert told in shown.text
        again = await bureau.send(shown.form(f"{here.bureau_page}/espace-tuteur", exactly=True))
        assert address in again.answer.text
        close = shown.form(f"{here.bureau_page}/espace-tuteur/fermeture")
        closed = await bureau.send(close)
        assert "Lien fermé" in closed.text
        assert "Le prochain courriel à l’accueil en donnera un autre." in closed.text
        assert (await tutor.get(address)).status == 404
        assert (await tutor.send(typed, code=code, command_id=str(uuid4()))).status == 404
        # Closed from a page that was open before.
        late = await bureau.send(close, command_id=str(uuid4()))
        assert "Ce lien ne servait déjà plus." in late.text

        again = await bureau.send(
            (await block(bureau, here)).form(f"{here.bureau_page}/espace-tuteur", exactly=True)
        )
        assert address not in again.answer.text


async def test_a_stay_that_is_moved_has_its_link_prolonged_when_it_is_printed_again(
    app: Served, bureau: Visitor, lycee: Lycee
) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    await lycee.do(
        set_placement_dates,
        placement_id=here.placements[0],
        version=2,
        starts_on=STARTS,
        ends_on=ENDS + timedelta(days=7),
        reason=EndReason.COMPANY,
        now=lycee.now,
    )
    shown = await block(bureau, here)
    assert "jusqu’au 30 mars 2027" in shown.text
    printed = await bureau.send(shown.form(f"{here.bureau_page}/espace-tuteur", exactly=True))
    assert address in printed.answer.text
    assert "jusqu’au 6 avril 2027" in (await block(bureau, here)).text
    turn_to(app, here, datetime(2027, 4, 6, 21, 59, tzinfo=UTC))
    async with host(app) as tutor:
        page = await tutor.get(address)
        assert "jusqu’au mardi 6 avril 2027" in page.text
        turn_to(app, here, datetime(2027, 4, 6, 22, 0, tzinfo=UTC))
        assert (await tutor.get(address)).status == 404


async def test_it_is_on_the_list_of_links_by_the_pupil_it_is_about(
    app: Served, bureau: Visitor, lycee: Lycee
) -> None:
    here = await at_hosts(lycee)
    await here.gives_a_link()
    listed = await bureau.get("/pfmp/liens")
    assert "Tuteur, entreprise d’accueil : AVRIL Ada , 2ELEC" in listed.text
    assert f'href="{here.bureau_page}"' in listed.answer.text
    assert "jusqu’au 30/03/2027" in listed.text
    await bureau.send(next(form for form in listed.forms if "/fermeture" in form.action))
    assert "Fermé" in (await bureau.get("/pfmp/liens")).text
    async with app.visited_by((Role.RBDE, ELSEWHERE)) as elsewhere:
        assert "Aucun lien remis" in (await elsewhere.get("/pfmp/liens")).text


async def test_of_a_place_that_was_lost_the_list_says_that_the_link_opens_nothing(
    app: Served, bureau: Visitor, lycee: Lycee
) -> None:
    here = await at_hosts(lycee)
    await here.gives_a_link()
    await lycee.withdraws(here.placements[0], version=2, reason=WithdrawalReason.HOST)
    listed = await bureau.get("/pfmp/liens")
    assert "Fermé" in listed.text
    assert "En cours" not in listed.text
    assert "/impression" not in listed.answer.text


async def test_another_lycee_and_who_only_reads_give_and_close_nothing(
    app: Served, bureau: Visitor, lycee: Lycee
) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    space = f"{here.bureau_page}/espace-tuteur"
    for role, uai, reads in (
        (Role.RBDE, ELSEWHERE, False),
        (Role.SECRETARIAT, BOURDELLE, True),
        (Role.SUPERVISOR, None, False),
    ):
        async with app.visited_by((role, uai)) as visitor:
            shown = await visitor.get(f"{here.bureau_page}/fragments/espace-tuteur")
            assert (shown.status == 200) is reads, role
            assert shown.forms == []
            for path in (space, f"{space}/fermeture"):
                form = Form(path, [("command_id", str(uuid4()))])
                assert (await visitor.send(form)).status in (403, 404), role
    async with host(app) as tutor:
        assert (await tutor.get(address)).status == 200


async def test_no_link_is_given_where_nobody_is_or_was_long_ago(
    app: Served, bureau: Visitor, lycee: Lycee
) -> None:
    here = await at_hosts(lycee)
    give = Form(f"{here.bureau_page}/espace-tuteur")

    async def refused() -> bool:
        page = await bureau.send(give, command_id=str(uuid4()))
        return page.status == 409 and "aucun lien ne s’y remet" in page.text

    turn_to(app, here, CLOSED)
    assert "Sa page est close." in (await block(bureau, here)).text
    assert await refused()
    turn_to(app, here, DURING)
    await here.lycee.withdraws(here.placements[0], version=2, reason=WithdrawalReason.MISTAKE)
    assert await refused()
    assert "Espace du tuteur" not in (await bureau.get(here.bureau_page)).text
    assert await lycee.superuser.fetchval("SELECT count(*) FROM personal_links") == 0


async def test_no_link_is_given_about_an_erased_pupil(bureau: Visitor, lycee: Lycee) -> None:
    here = await at_hosts(lycee)
    await lycee.do(erase_pupil, pupil_year_id=here.pupils[0], version=1, notes=(), now=lycee.now)
    give = Form(f"{here.bureau_page}/espace-tuteur")
    answer = await bureau.send(give, command_id=str(uuid4()))
    assert (answer.status, "effacées" in answer.text) == (409, True)
