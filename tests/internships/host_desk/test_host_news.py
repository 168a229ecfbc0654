"""What who hosts a pupil tells by the link of the stay reaches the bureau and the teacher at once."""

import asyncio
from uuid import UUID, uuid4

import pytest

from contracts.internships.follow_up import (
    PlacementAlertClosedV1,
    PlacementAlertRaisedV1,
    ReportLevel,
)
from contracts.notices import NoticeKind
from contracts.personal_links import FOLLOWED_PUPILS
from services.internships.follow_ups.commands.close_alert import close_alert
from services.internships.follow_ups.commands.raise_alert import raise_alert
from services.internships.follow_ups.model import AlertMatter
from services.internships.personal_links.commands import revoke_personal_link
from services.internships.personal_links.model import purpose_of
from services.internships.referent_desk.commands import give_referent_link
from services.internships.referents.commands import assign_referents, name_referents
from tests.internships.conftest import Served
from tests.internships.host_desk.staying import (
    AFTER,
    BEFORE,
    CLOSED,
    DURING,
    FIRST_DAY,
    Stays,
    at_hosts,
    host,
    turn_to,
)
from tests.internships.notices.asking import told_of
from tests.internships.world import BOURDELLE, Lycee
from tests.support.pages import Form, Page, Visitor

TOLD = "le bureau des entreprises du lycée est prévenu"


def the(page: Page, ending: str, **fields: str) -> Form:
    """The form sent to an address that ends so, with these fields."""
    return next(
        form
        for form in page.forms
        if form.action.endswith(ending) and fields.items() <= dict(form.fields).items()
    )


def offers(page: Page, ending: str) -> bool:
    return any(form.action.endswith(ending) for form in page.forms)


async def open_alerts(lycee: Lycee) -> list[tuple[str, str, str | None]]:
    rows = await lycee.superuser.fetch(
        "SELECT matter, level, opened_as FROM alerts WHERE closed_on IS NULL ORDER BY matter"
    )
    return [tuple(row) for row in rows]


async def test_a_pupil_who_came_is_noted_once_and_seen_by_bureau_and_teacher(
    app: Served, bureau: Visitor, lycee: Lycee
) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    turn_to(app, here, FIRST_DAY)
    async with host(app) as tutor:
        page = await tutor.get(address)
        done = await tutor.send(the(page, "/arrivee"))
        assert "l’arrivée est notée" in done.text
        assert "Vous l’avez dit le lundi 4 janvier 2027" in done.text
        assert not offers(done, "/arrivee")
        # From a page that was open before: nothing new, and nothing of somebody else's to take back.
        again = await tutor.send(the(page, "/arrivee"), command_id=str(uuid4()))
        assert "L’arrivée était déjà notée." in again.text
        assert not offers(again, "/arrivee/retrait")

        shown = await bureau.get(f"{here.bureau_page}/suivi")
        assert "L’entreprise l’a dit le 4 janvier 2027." in shown.text
        assert "Bien arrivé, dit l’entreprise le 04/01" in (await teacher_page(app, here)).text

        back = await tutor.send(the(done, "/arrivee/retrait"))
        assert "L’arrivée n’est plus notée." in back.text
        assert offers(back, "/arrivee")
    assert "L’entreprise l’a dit" not in (await bureau.get(f"{here.bureau_page}/suivi")).text
    assert await lycee.superuser.fetchval("SELECT count(*) FROM arrivals") == 0


async def teacher_page(app: Served, here: Stays) -> Page:
    lycee = here.lycee
    [roux] = await lycee.do(name_referents, names=["Mme Roux"], now=lycee.now)
    chosen = dict.fromkeys(here.pupils, roux)
    await lycee.do(assign_referents, period_id=here.period, shown={}, chosen=chosen, now=lycee.now)
    link_id = await lycee.do(give_referent_link, referent_id=roux, now=lycee.now)
    token = lycee.units.links.token(purpose_of(FOLLOWED_PUPILS), uai=BOURDELLE, row_id=link_id)
    async with host(app) as teacher:
        return await teacher.get(f"{FOLLOWED_PUPILS.path}/{token}")


async def test_two_who_say_it_at_once_note_it_once(app: Served, lycee: Lycee) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    turn_to(app, here, FIRST_DAY)
    async with host(app) as tutor, host(app) as head:
        page = await tutor.get(address)
        both = await asyncio.gather(
            tutor.send(the(page, "/arrivee")),
            head.send(the(page, "/arrivee"), command_id=str(uuid4())),
        )
        said = sorted("l’arrivée est notée" in one.text for one in both)
        assert said == [False, True]
        # The same form sent twice is one.
        absent = the(await tutor.get(address), "/difficulte")
        both = await asyncio.gather(
            tutor.send(absent, level="problem"), tutor.send(absent, level="problem")
        )
    assert {one.status for one in both} == {200}
    assert await lycee.superuser.fetchval("SELECT count(*) FROM arrivals") == 1
    assert len(await lycee.published(PlacementAlertRaisedV1)) == 1


async def test_a_pupil_who_did_not_come_is_urgent_until_they_do(
    app: Served, bureau: Visitor, lycee: Lycee
) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    turn_to(app, here, FIRST_DAY)
    async with host(app) as tutor:
        done = await tutor.send(the(await tutor.get(address), "/absence"))
        assert TOLD in done.text
        assert "L’élève n’est pas arrivé, signalé le lundi 4 janvier 2027" in done.text
        assert not offers(done, "/absence")
        assert await open_alerts(lycee) == [("not-arrived", "urgent", "host")]
        shown = await bureau.get(f"{here.bureau_page}/suivi")
        assert "L’élève n’est pas arrivé Urgent depuis le 4 janvier 2027" in shown.text
        assert "(Tuteur, entreprise d’accueil)" in shown.text
        assert "Noter que l’élève n’est pas venu" in shown.text

        notice = await told_of(here.lycee, NoticeKind.ALERT_URGENT, here.placements[0])
        assert notice.standing
        assert notice.by is None
        [line] = [one for one in notice.lines if one.label == "L’élève n’est pas arrivé"]
        assert line.text.replace("\u00a0", " ") == (
            "Urgent, depuis le lundi 4 janvier 2027 (Tuteur, entreprise d’accueil)"
        )

        came = await tutor.send(the(done, "/arrivee"))
        assert "l’arrivée est notée" in came.text
        assert await open_alerts(lycee) == []
        # Who came did not stay away.
        late = Form(f"{address}/absence", [("command_id", str(uuid4()))])
        refused = await tutor.send(late)
        assert (refused.status, "L’arrivée de l’élève est déjà notée" in refused.text) == (
            409,
            True,
        )
    raised = await lycee.published(PlacementAlertRaisedV1)
    assert [one.level for one in raised] == [ReportLevel.URGENT]
    assert len(await lycee.published(PlacementAlertClosedV1)) == 1
    assert "arrived" not in raised[0].model_dump_json()


async def test_nobody_is_late_before_the_first_day(app: Served, lycee: Lycee) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    turn_to(app, here, BEFORE)
    async with host(app) as tutor:
        page = await tutor.get(address)
        for word in ("arrivee", "absence"):
            assert not offers(page, f"/{word}")
            early = await tutor.send(Form(f"{address}/{word}", [("command_id", str(uuid4()))]))
            assert early.status == 409
            assert "L’élève n’est pas encore attendu" in early.text
        # But a host may have something to say.
        assert offers(page, "/difficulte")
    assert await open_alerts(lycee) == []


@pytest.mark.parametrize("level", ["vigilance", "problem", "urgent"])
async def test_a_difficulty_is_an_alert_of_the_level_the_host_chose(
    app: Served, bureau: Visitor, lycee: Lycee, level: str
) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    turn_to(app, here, DURING)
    async with host(app) as tutor:
        form = the(await tutor.get(address), "/difficulte")
        done = await tutor.send(form, level=level)
        assert TOLD in done.text
        assert "Signalement, signalé le mardi 12 janvier 2027" in done.text
        assert await open_alerts(lycee) == [("report", level, "host")]
        assert (
            "(Tuteur, entreprise d’accueil)" in (await bureau.get(f"{here.bureau_page}/suivi")).text
        )
        back = await tutor.send(the(done, "/signalement/retrait"))
        assert "Votre signalement est retiré." in back.text
    assert await open_alerts(lycee) == []
    (raised,) = await lycee.published(PlacementAlertRaisedV1)
    assert raised.level == level
    assert raised.placement_id == here.placements[0]


async def test_a_level_that_is_none_or_missing_is_asked_again(app: Served, lycee: Lycee) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    turn_to(app, here, DURING)
    async with host(app) as tutor:
        form = the(await tutor.get(address), "/difficulte")
        for level in ("", "none", "terrible"):
            page = await tutor.send(form, command_id=str(uuid4()), level=level)
            assert page.status == 422
            assert "Gravité" in page.text
            assert offers(page, "/difficulte")
        wrong = Form(f"{address}/incident", [("command_id", str(uuid4())), ("matter", "report")])
        assert (await tutor.send(wrong)).status == 422
    assert await open_alerts(lycee) == []


@pytest.mark.parametrize("matter", ["declaration", "leaving"])
async def test_an_accident_and_a_departure_are_one_button_each(
    app: Served, bureau: Visitor, lycee: Lycee, matter: str
) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    turn_to(app, here, DURING)
    async with host(app) as tutor:
        done = await tutor.send(the(await tutor.get(address), "/incident", matter=matter))
        assert TOLD in done.text
        assert await open_alerts(lycee) == [(matter, "urgent", "host")]
        undo = the(done, "/signalement/retrait")
        alert_id = dict(undo.fields)["alert_id"]
        await here.lycee.do(
            raise_alert, placement_id=here.placements[1], matter=AlertMatter.REPORT, now=DURING
        )
        bureaus = await lycee.superuser.fetchval(
            "SELECT alert_id FROM alerts WHERE opened_as IS NULL"
        )
        foreign = await tutor.send(undo, alert_id=str(bureaus), command_id=str(uuid4()))
        assert foreign.status == 404
        if matter == "leaving":
            await here.lycee.do(close_alert, alert_id=UUID(alert_id), version=1, now=DURING)
            assert (await tutor.send(undo)).status == 409
        else:
            assert "Votre signalement est retiré." in (await tutor.send(undo)).text


async def test_what_others_told_is_no_matter_of_the_host(app: Served, lycee: Lycee) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    turn_to(app, here, DURING)
    await here.lycee.do(
        raise_alert, placement_id=here.placements[0], matter=AlertMatter.REPORT, now=DURING
    )
    async with host(app) as tutor:
        page = await tutor.get(address)
        assert "Le lycée s’en occupe" not in page.text
        done = await tutor.send(the(page, "/difficulte"), level="vigilance")
        assert TOLD in done.text
        assert not offers(done, "/signalement/retrait")
    assert await open_alerts(lycee) == [("report", "urgent", None)]


async def test_what_a_host_says_is_told_though_somebody_said_so_before(
    app: Served, lycee: Lycee
) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    turn_to(app, here, DURING)
    await here.lycee.do(
        raise_alert, placement_id=here.placements[0], matter=AlertMatter.REPORT, now=DURING
    )
    async with host(app) as tutor:
        form = the(await tutor.get(address), "/difficulte")
        for level in ("urgent", "vigilance"):
            done = await tutor.send(form, command_id=str(uuid4()), level=level)
            assert TOLD in done.text
    assert await open_alerts(lycee) == [("report", "urgent", None)]
    raised = await lycee.published(PlacementAlertRaisedV1)
    assert [one.level for one in raised] == [ReportLevel.URGENT] * 3


async def test_a_link_that_serves_no_more_tells_nothing(app: Served, lycee: Lycee) -> None:
    here = await at_hosts(lycee)
    link_id, address = await here.gives_a_link()
    turn_to(app, here, DURING)
    async with host(app) as tutor:
        page = await tutor.get(address)
        forms = [the(page, "/arrivee"), the(page, "/absence"), the(page, "/incident")]
        turn_to(app, here, CLOSED)
        late = [await tutor.send(one, command_id=str(uuid4())) for one in forms]
        turn_to(app, here, DURING)
        await here.lycee.do(revoke_personal_link, link_id=link_id, now=DURING)
        shut = [await tutor.send(one, command_id=str(uuid4())) for one in forms]
    for answer in (*late, *shut):
        assert answer.status == 404
        assert "Ce que vous venez d’envoyer n’a pas été enregistré." in answer.text
    assert await open_alerts(lycee) == []
    assert await lycee.superuser.fetchval("SELECT count(*) FROM arrivals") == 0


async def test_once_it_is_over_nobody_is_asked_about_the_arrival(app: Served, lycee: Lycee) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    turn_to(app, here, AFTER)
    async with host(app) as tutor:
        page = await tutor.get(address)
        assert not offers(page, "/arrivee")
        assert offers(page, "/incident")
