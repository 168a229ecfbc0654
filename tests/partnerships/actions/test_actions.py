"""School–company actions: planned, held with counts or cancelled; told without class nor title."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.coordination.actors import ActorKind
from contracts.coordination.avenir import AvenirAxis
from contracts.identifiers import SchoolYear
from contracts.partnerships.actions import (
    ActionAxesTotalledV1,
    ActionCancelledV1,
    ActionHeldV1,
    ActionKind,
    ActionPartner,
    ActionPlannedV1,
)
from contracts.publication import FactFamily, PublicationStep
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.base.identity import Role
from services.chassis.privacy.retention.purge import purge_all
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import date_fr
from services.partnerships.actions.commands import (
    cancel_action,
    hold_action,
    plan_action,
    replan_action,
)
from services.partnerships.actions.model import (
    ActionDetails,
    ActionInTheFuture,
    ActionNotPlanned,
    ActionStatus,
    CompanyAnswer,
)
from services.partnerships.actions.queries import actions
from services.partnerships.actions.queries.actions import (
    read_action_card,
    read_classes_with_actions,
    read_year,
)
from services.partnerships.axes.commands import add_axis
from services.partnerships.base.calendar import local_date
from services.partnerships.documents.commands import keep_document
from services.partnerships.documents.store import Documents
from services.partnerships.invitations.commands import invite_company, note_answer
from services.partnerships.publications.commands import copy_publication
from services.partnerships.retention import retention
from services.partnerships.subscribers import timed
from tests.partnerships.browsing import Browser
from tests.partnerships.world import BOURDELLE, ELSEWHERE, NOW, TODAY, Bureau
from tests.support.services import Published, ServiceDatabases

ACTIONS = "/entreprises/actions"
YEAR = SchoolYear("2026-2027")
LATER = timedelta(days=20_000)
"""Later than the clock of any machine: what runs beside the tests does nothing of it yet."""
TYPED = {"title": "Visite de l’usine", "kind": "visit", "planned_on": "2026-11-24"}


async def plans(bureau: Bureau, **changes: Any) -> UUID:
    company_id = changes.pop("company_id", None)
    known: dict[str, Any] = {
        "kind": ActionKind.VISIT,
        "title": "Visite de l’usine",
        "planned_on": TODAY,
    }
    details = ActionDetails(**{**known, **changes})
    return await bureau.do(plan_action, details=details, company_id=company_id, now=NOW)


async def holds(bureau: Bureau, action_id: UUID, version: int = 1, **counts: Any) -> None:
    told = {"on": TODAY, "pupils": 24, "teachers": 2, **counts}
    await bureau.do(hold_action, action_id=action_id, version=version, now=NOW, **told)


async def test_an_action_is_told_by_codes_and_counts(bureau: Bureau, published: Published) -> None:
    company_id, klass = await bureau.registers(), uuid4()
    one = await plans(bureau, company_id=company_id, partners=(ActorKind.CLEE,), classes=(klass,))
    await holds(bureau, one)
    other = await plans(bureau)
    await bureau.do(cancel_action, action_id=other, version=1, now=NOW)

    planned = (await published(ActionPlannedV1))[0]
    (held,) = await published(ActionHeldV1)
    (cancelled,) = await published(ActionCancelledV1)
    assert (planned.companies, planned.partners) == (1, (ActionPartner.CLEE,))
    assert (held.action_id, held.pupils, held.accompanying) == (one, 24, 2)
    assert cancelled.action_id == other
    for event in (planned, held, cancelled):
        for secret in ("usine", str(klass), str(company_id)):
            assert secret not in event.to_json().decode()


async def test_answers_are_told_when_another_number_of_companies_takes_part(
    bureau: Bureau, published: Published
) -> None:
    known: dict[str, Any] = {"action_id": await plans(bureau), "now": NOW}
    known["company_id"] = await bureau.registers()

    async def told() -> list[int]:
        return [one.companies for one in await published(ActionPlannedV1)]

    invited = CompanyAnswer.INVITED
    await bureau.do(invite_company, takes_part=True, answer=invited, **known)
    await bureau.do(note_answer, answer=CompanyAnswer.DECLINED, **known)
    await bureau.do(invite_company, takes_part=False, **known)
    assert await told() == [0]

    await bureau.do(invite_company, takes_part=True, **known)
    await bureau.do(invite_company, takes_part=True, **known)
    await bureau.do(note_answer, answer=CompanyAnswer.DECLINED, **known)
    await bureau.do(note_answer, answer=CompanyAnswer.COMING, **known)
    await bureau.do(note_answer, answer=CompanyAnswer.COMING, **known)
    await bureau.do(invite_company, takes_part=False, **known)
    assert await told() == [0, 1, 0, 1, 0]


async def test_only_what_is_planned_is_held_and_not_before_its_day(bureau: Bureau) -> None:
    one = await plans(bureau, planned_on=TODAY + timedelta(days=9))
    with pytest.raises(ActionInTheFuture):
        await holds(bureau, one, on=TODAY + timedelta(days=1))
    await holds(bureau, one)
    with pytest.raises(StaleVersion):
        await holds(bureau, one)
    with pytest.raises(ActionNotPlanned):
        await holds(bureau, one, 2)

    await bureau.do(replan_action, action_id=one, version=2, now=NOW)

    action = (await bureau.do(read_action_card, one)).action
    assert (action.status, action.pupils) == (ActionStatus.PLANNED, None)


async def test_another_lycee_finds_nothing_of_it(bureau: Bureau, other_bureau: Bureau) -> None:
    one = await plans(bureau)
    with pytest.raises(NotFound):
        await other_bureau.do(read_action_card, one)
    assert (await other_bureau.do(read_year, YEAR)).actions == []


async def test_the_year_counts_what_was_held_and_what_each_class_had(bureau: Bureau) -> None:
    had, is_to = uuid4(), uuid4()
    await holds(bureau, await plans(bureau, classes=(had,)))
    await holds(bureau, await plans(bureau), pupils=3)
    await plans(bureau, classes=(had, is_to))
    await plans(bureau, planned_on=TODAY - timedelta(days=400))

    year = await bureau.do(read_year, YEAR)

    assert (year.held, year.pupils) == (2, 27)
    classes = await bureau.do(read_classes_with_actions, YEAR)
    assert classes == {had: (1, 1), is_to: (0, 1)}


async def test_a_year_of_many_actions_goes_on_on_a_next_page_and_its_figures_are_of_all(
    browser: Browser, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "SHOWN_MAX", 2)
    for number in range(5):
        await holds(bureau, await plans(bureau, title=f"Forum {number}", planned_on=TODAY))
    address, seen = f"{ACTIONS}?annee={YEAR}", list[str]()
    while address:
        page = unescape((await browser.opens(address)).text)
        assert "5\u00a0actions menées" in page
        seen += re.findall(r">(Forum \d)</a>", page)
        following = re.search(r'href="([^"]*apres=[^"]*)"', page)
        address = following[1] if following else ""

    assert sorted(seen) == [f"Forum {number}" for number in range(5)]


async def test_an_action_is_planned_from_a_company_and_gets_its_balance(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    form = f"{ACTIONS}/nouvelle?entreprise={company_id}"
    sent = await browser.sends(form, f"{ACTIONS}/nouvelle", TYPED)
    page = await browser.follows(sent)
    one = sent.headers["location"]
    assert "Chaudronnerie du Quercy" in page.text
    assert "Les classes ne sont pas disponibles pour le moment" in page.text  # no bus here

    refused = await browser.sends(page, f"{one}/bilan", {"pupils": "-1"})
    assert refused.status_code == 422
    held = await browser.sends(page, f"{one}/bilan", {"pupils": "24", "teachers": "2"})
    page = await browser.follows(held)
    assert "Action menée\u00a0: bilan enregistré." in page.text
    assert "1\u00a0action menée" in (await browser.opens(ACTIONS)).text
    assert "Visite de l’usine" in (await browser.opens(f"/entreprises/{company_id}")).text
    undone = await browser.sends(page, f"{one}/retour")
    assert "Prévue" in (await browser.follows(undone)).text


async def test_an_action_says_who_takes_part_in_it(browser: Browser) -> None:
    typed = {**TYPED, "partners": ["clee", "opco"]}
    sent = await browser.sends(f"{ACTIONS}/nouvelle", f"{ACTIONS}/nouvelle", typed)
    page = await browser.follows(sent)
    assert page.status_code == 200
    partners = "CLEE, OPCO"
    assert f"<dd>{partners}</dd>" in page.text


async def test_taking_a_balance_back_puts_the_planned_day_back(
    browser: Browser, bureau: Bureau
) -> None:
    planned = TODAY - timedelta(days=9)
    one = f"{ACTIONS}/{await plans(bureau, planned_on=planned)}"
    balance = {"held_on": TODAY - timedelta(days=5), "pupils": "24"}
    held = await browser.follows(await browser.sends(one, f"{one}/bilan", balance))
    assert date_fr(TODAY - timedelta(days=5)) in held.text

    undone = await browser.follows(await browser.sends(held, f"{one}/retour"))

    assert date_fr(planned) in undone.text


async def test_who_did_not_come_is_to_answer_again_once_a_balance_is_taken_back(
    bureau: Bureau,
) -> None:
    coming, absent = await bureau.registers(), await bureau.registers("Scierie Lafon")
    one = await plans(bureau, company_id=coming)
    known: dict[str, Any] = {"action_id": one, "company_id": absent, "now": NOW}
    await bureau.do(invite_company, takes_part=True, **known)
    await holds(bureau, one, 2)
    await bureau.do(note_answer, answer=CompanyAnswer.ABSENT, **known)

    await bureau.do(replan_action, action_id=one, version=4, now=NOW)

    action = (await bureau.do(read_action_card, one)).action
    assert action.companies == {coming: CompanyAnswer.COMING, absent: CompanyAnswer.INVITED}


async def test_the_year_after_this_one_has_its_tab(browser: Browser, bureau: Bureau) -> None:
    following = SchoolYear.of(
        SchoolYear.of(local_date(datetime.now(UTC))).last_day + timedelta(days=1)
    )
    await plans(bureau, title="Forum de la rentrée", planned_on=following.first_day)
    address = f"{ACTIONS}?vue=calendrier&amp;annee={following}"
    assert f'href="{address}"' in (await browser.opens(ACTIONS)).text
    assert "Forum de la rentrée" in (await browser.opens(address.replace("&amp;", "&"))).text


async def test_an_action_is_planned_with_a_company_the_lycee_does_not_follow(
    browser: Browser, other_bureau: Bureau
) -> None:
    company_id = await other_bureau.registers()
    form = f"{ACTIONS}/nouvelle?entreprise={company_id}"
    sent = await browser.sends(form, f"{ACTIONS}/nouvelle", TYPED)
    assert f'href="/entreprises/{company_id}"' in (await browser.follows(sent)).text


async def test_companies_take_part_and_leave(
    browser: Browser, bureau: Bureau, other_bureau: Bureau
) -> None:
    one = f"{ACTIONS}/{await plans(bureau)}"
    company_id = await other_bureau.registers()
    assert "Aucune autre entreprise ne répond" in (await browser.opens(f"{one}?q=scierie")).text

    added = await browser.sends(f"{one}?q=chaudronnerie", f"{one}/entreprises")
    page = await browser.follows(added)
    again = await browser.opens(f"{one}?q=chaudronnerie")
    assert f'action="{one}/entreprises"' not in again.text
    assert f'href="/entreprises/{company_id}"' in page.text
    left = await browser.sends(page, f"{one}/entreprises/retrait", {"company_id": company_id})
    assert f'href="/entreprises/{company_id}"' not in (await browser.follows(left)).text


async def test_axes_are_the_lycees_own_list(
    browser: Browser, signed_in: Callable[..., Browser]
) -> None:
    axes = f"{ACTIONS}/axes"
    sent = await browser.sends(axes, axes, {"label": "Découvrir les métiers"})
    page = await browser.follows(sent)
    address = f"{axes}/" + page.text.partition(f'action="{axes}/')[2].partition('"')[0]
    assert "Découvrir les métiers" in (await browser.opens(f"{ACTIONS}/nouvelle")).text
    assert "Découvrir les métiers" not in (await signed_in(Role.RBDE, ELSEWHERE).opens(axes)).text

    renamed = await browser.sends(page, address, {"label": "Découvrir", "avenir": "guidance"})
    page = await browser.follows(renamed)
    assert '<option value="guidance" selected>' in page.text
    slow = {"command_id": str(uuid4()), "label": "Explorer", "version": "1"}
    late = await browser.client.post(address, data=slow, headers={"Sec-Fetch-Site": "same-origin"})
    assert late.status_code == 409
    assert "<td>Explorer</td><td>Découvrir</td>" in late.text
    assert 'value="Explorer"' in late.text
    away = await browser.client.post(
        address,
        data={
            "command_id": str(uuid4()),
            "label": "Découvrir",
            "archived": "true",
            "version": "2",
        },
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert away.status_code == 303
    assert ">Découvrir</option>" not in (await browser.opens(f"{ACTIONS}/nouvelle")).text
    teacher = signed_in(Role.FORM_TEACHER, BOURDELLE)
    assert (await teacher.opens(axes)).status_code == 404
    assert (await teacher.opens(ACTIONS)).status_code == 200


async def test_actions_kept_in_the_lycee_are_told_as_they_are_once_opened(
    bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    closed = PublicationStep(from_on=TODAY - timedelta(days=1), open=False)
    opened = PublicationStep(from_on=TODAY + LATER, open=True)
    for version, steps in enumerate(((closed,), (closed, opened)), start=1):
        await bureau.do(
            copy_publication,
            uai=bureau.uai,
            family=FactFamily.EXCHANGES,
            steps=steps,
            version=version,
        )
    axis = await bureau.do(add_axis, label="Découvrir", avenir=AvenirAxis.DISCOVERY)
    one = await plans(bureau, axis_id=axis)
    await holds(bureau, one)
    assert await published(ActionHeldV1) == []
    assert await published(ActionAxesTotalledV1) == []

    database = service_databases.open("partnerships")
    await run_due_work(timed, bureau.units, database.relay_dsn, NOW + LATER)
    await database.close()

    (told,) = await published(ActionHeldV1)
    assert (told.action_id, told.pupils) == (one, 24)
    (total,) = await published(ActionAxesTotalledV1)
    assert (total.discovery, total.initiative) == (1, 0)


async def test_documents_of_an_action_go_years_after_it_and_the_action_stays(
    bureau: Bureau,
) -> None:
    years = timedelta(days=3 * 365)
    action_id = await plans(bureau, planned_on=TODAY + timedelta(days=3))

    async def keeps(name: str, on: timedelta) -> None:
        paper: dict[str, Any] = {"name": name, "content": b"%PDF-1.7 photos"}
        await bureau.do(keep_document, uai=bureau.uai, owner_id=action_id, now=NOW + on, **paper)

    async def names(uow: UnitOfWork) -> list[str]:
        return [paper.name for paper in await Documents(uow).of(action_id)]

    await keeps("Bilan.pdf", timedelta())
    await keeps("Photos.pdf", timedelta(days=5))
    await purge_all(bureau.units, retention, now=NOW + years + timedelta(days=2))
    assert await bureau.do(names) == ["Photos", "Bilan"]
    await purge_all(bureau.units, retention, now=NOW + years + timedelta(days=4))

    assert await bureau.do(names) == ["Photos"]
    assert (await bureau.do(read_action_card, action_id)).action.id == action_id


async def test_partners_are_of_the_one_list_and_those_without_a_published_code_are_not_told(
    bureau: Bureau,
) -> None:
    company_id = await bureau.registers()
    partners = (ActorKind.CHAMBER, ActorKind.SCHOOL_ENGINEERS)
    await plans(bureau, company_id=company_id, partners=partners)

    [planned] = await bureau.published(ActionPlannedV1)
    assert planned.partners == (ActionPartner.CHAMBERS,)
