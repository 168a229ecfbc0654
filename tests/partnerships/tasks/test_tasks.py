"""What a bureau has to do: noted or left by an exchange, ticked off, put off, given to somebody."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from contracts.partnerships.companies import InteractionKind, InteractionOutcome
from services.chassis.base.identity import Role
from services.chassis.web.requests.lycee_choice import COOKIE
from services.partnerships.base.calendar import Moment, local_date
from services.partnerships.base.mentions import Named
from services.partnerships.erasure.commands import erase_notes
from services.partnerships.erasure.store.notes import Notes
from services.partnerships.exchanges.commands import correct_interaction, withdraw_interaction
from services.partnerships.import_effects.commands.undo_import import undo_import
from services.partnerships.tasks.commands import add_task, date_task, finish_task, remove_task
from services.partnerships.tasks.model import Task, TaskCode, TaskDetails
from services.partnerships.tasks.queries import (
    DONE_SHOWN,
    count_all_tasks,
    count_tasks,
    read_week,
)
from services.partnerships.tasks.store.tasks import Tasks
from tests.partnerships.browsing import Answer, Browser, Pages
from tests.partnerships.world import BOURDELLE, ELSEWHERE, TODAY, Bureau, exchange, row

DAY = timedelta(days=1)
ME = UUID(int=1)


def now_on() -> date:
    """Pages go by the clock; use cases by the day the tests are about. Tests run past midnight too."""
    return local_date(datetime.now(UTC))


async def _adds(bureau: Bureau, **changes: Any) -> UUID:
    company_id = changes.pop("company_id", None)
    details = TaskDetails(**{"code": TaskCode.PREPARE, **changes})
    return await bureau.do(add_task, details=details, company_id=company_id, now=bureau.now)


async def _only(bureau: Bureau, superuser: asyncpg.Connection) -> Task:
    task_id = await superuser.fetchval("SELECT task_id FROM tasks")
    return (await bureau.do(lambda uow: Tasks(uow).take(task_id)))[0]


async def _corrects(bureau: Bureau, company_id: UUID, interaction_id: UUID, **changes: Any) -> None:
    await bureau.do(
        correct_interaction,
        company_id=company_id,
        interaction_id=interaction_id,
        exchange=exchange(**changes),
        now=bureau.now,
    )


def _words(page: Answer) -> str:
    """What is read on a page, however it is marked."""
    return " ".join(re.sub(r"<[^>]*>", "", page.text).split())


def _sections(page: Answer) -> list[str]:
    return [title.strip() for title in re.findall(r'<h2 id="[^"]*">([^<]*)', page.text)]


async def test_the_next_step_of_a_call_is_a_task_by_itself(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    call = f"/entreprises/{company_id}/appel"
    await browser.sends(call, call, {"outcome": "no_answer", "next_in": "day"})

    shown = (await browser.opens("/semaine")).text

    assert "<strong>Rappeler</strong>" in shown
    assert "Chaudronnerie du Quercy" in shown
    task = await _only(bureau, superuser)
    assert (task.code, task.company_id, task.assignee) == (TaskCode.CALL_BACK, company_id, None)
    assert "<strong>Rappeler</strong>" in (await browser.opens(f"/entreprises/{company_id}")).text


async def test_a_company_to_call_back_on_no_day_is_shown_before_what_is_not_due_yet(
    browser: Browser, bureau: Bureau
) -> None:
    later, whenever, late = [
        await bureau.registers(name=name) for name in ("Plus tard", "À rappeler", "En retard")
    ]
    await bureau.logs(later, next_step_on=date(2999, 1, 4))
    await bureau.logs(whenever, outcome=InteractionOutcome.TO_CALL_BACK)
    await bureau.logs(late, next_step_on=TODAY, occurred_on=TODAY)

    shown = _words(await browser.opens("/entreprises/fragments/aujourdhui"))

    assert shown.index("En retard") < shown.index("À rappeler") < shown.index("Plus tard")
    assert "Sans date" in shown
    # The next exchange answers it.
    await bureau.logs(whenever, outcome=InteractionOutcome.REFUSED)
    assert "À rappeler" not in _words(await browser.opens("/entreprises/fragments/aujourdhui"))


async def test_an_exchange_corrected_to_call_back_is_a_thing_to_do(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    noted = await bureau.logs(company_id, outcome=InteractionOutcome.NONE)
    await _corrects(bureau, company_id, noted, outcome=InteractionOutcome.TO_CALL_BACK)
    assert "Sans date" in _words(await browser.opens("/entreprises/fragments/aujourdhui"))


async def test_an_exchange_taken_back_leaves_no_task(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    noted = await bureau.logs(company_id, next_step_on=TODAY)

    await bureau.do(
        withdraw_interaction, company_id=company_id, interaction_id=noted, now=bureau.now
    )

    assert await superuser.fetchval("SELECT count(*) FROM tasks") == 0


async def test_writing_to_a_company_answers_nothing_of_what_was_planned(bureau: Bureau) -> None:
    company_id = await bureau.registers()
    await bureau.logs(company_id, next_step_on=TODAY)

    await bureau.logs(company_id, kind=InteractionKind.MAIL, outcome=InteractionOutcome.NONE)
    assert await bureau.do(count_all_tasks, {bureau.uai}) == 1
    await bureau.logs(company_id, kind=InteractionKind.MAIL)
    assert await bureau.do(count_all_tasks, {bureau.uai}) == 0


async def test_a_corrected_exchange_keeps_who_does_what_follows(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    noted = await bureau.logs(company_id, next_step_on=TODAY)
    address = f"/semaine/{(await _only(bureau, superuser)).id}"
    await browser.sends(address, address, {"assignee": ME, "urgent": "true", "note": "Le matin"})

    right = {"outcome": InteractionOutcome.TO_CALL_BACK, "next_step_on": TODAY + DAY}
    await _corrects(bureau, company_id, noted, **right)

    task = await _only(bureau, superuser)
    assert (task.code, task.due_on) == (TaskCode.CALL_BACK, TODAY + DAY)
    assert (task.assignee, task.urgent, task.note) == (ME, True, "Le matin")


async def test_a_corrected_exchange_does_not_bring_back_what_was_done(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    noted = await bureau.logs(company_id, next_step_on=TODAY)
    step = (await _only(bureau, superuser)).id
    await browser.sends(f"/semaine/{step}", f"/semaine/{step}", {"code": "meet"})
    await bureau.do(date_task, task_id=step, due_on=TODAY + 3 * DAY, now=bureau.now)
    await bureau.do(finish_task, task_id=step, now=bureau.now)

    await _corrects(bureau, company_id, noted, note="Deux places", next_step_on=TODAY)

    assert await bureau.do(count_all_tasks, {bureau.uai}) == 0
    task = await _only(bureau, superuser)
    assert (task.code, task.due_on) == (TaskCode.MEET, TODAY + 3 * DAY)


async def test_a_step_that_gets_another_day_is_to_be_done(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    noted = await bureau.logs(company_id, next_step_on=TODAY)
    await bureau.do(finish_task, task_id=(await _only(bureau, superuser)).id, now=bureau.now)

    await _corrects(bureau, company_id, noted, next_step_on=TODAY + DAY)

    assert [(one.on, one.steps) for one in await bureau.do(count_tasks)] == [(TODAY + DAY, 1)]


async def test_a_corrected_exchange_does_not_bring_back_what_was_removed(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    noted = await bureau.logs(company_id, next_step_on=TODAY)
    await bureau.do(remove_task, task_id=(await _only(bureau, superuser)).id, now=bureau.now)

    await _corrects(bureau, company_id, noted, note="Deux places", next_step_on=TODAY)

    assert await bureau.do(count_all_tasks, {bureau.uai}) == 0


async def test_the_week_is_told_by_how_soon_things_are_due(
    browser: Browser, bureau: Bureau
) -> None:
    sunday = now_on() + (6 - now_on().weekday()) * DAY
    for note, due_on in (
        ("Hier", now_on() - DAY),
        ("Ce jour", now_on()),
        ("Un jour", None),
        ("Après", sunday + DAY),
    ):
        await _adds(bureau, note=note, due_on=due_on)
    await _adds(bureau, note="Avant tout", due_on=now_on(), urgent=True)

    page = await browser.opens("/semaine")

    assert _sections(page)[:4] == ["En retard", "Aujourd’hui", "Plus tard", "Sans date"]
    order = ["Hier", "Avant tout", "Ce jour", "Après", "Un jour"]
    places = [page.text.index(f"<br>{note}") for note in order]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("due_on", "where"),
    [
        (TODAY - DAY, Moment.LATE),
        (TODAY, Moment.TODAY),
        (TODAY + 5 * DAY, Moment.THIS_WEEK),
        (TODAY + 6 * DAY, Moment.LATER),
        (None, Moment.UNDATED),
    ],
)
async def test_the_week_ends_on_sunday(bureau: Bureau, due_on: date | None, where: Moment) -> None:
    task_id = await _adds(bureau, due_on=due_on)

    week = await bureau.do(read_week, own=None)

    assert [task.task_id for task in week.tasks[where]] == [task_id]


async def test_a_task_is_added_with_a_company_and_taken_back(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    form = f"/semaine/nouvelle?entreprise={company_id}"
    typed = {"code": "send", "note": "Le livret d’accueil", "due_on": now_on()}

    card = await browser.follows(await browser.sends(form, "/semaine/nouvelle", typed))

    assert "Tâche ajoutée." in card.text
    assert "Le livret d’accueil" in card.text
    undo = card.text.split('action="/semaine/')[1].split('"')[0]
    week = await browser.follows(await browser.sends(card, f"/semaine/{undo}"))
    assert "Rien à faire." in week.text


async def test_other_things_to_do_are_said_in_words(browser: Browser) -> None:
    refused = await browser.sends(
        "/semaine/nouvelle", "/semaine/nouvelle", {"code": "other", "due_on": now_on()}
    )

    assert refused.status_code == 422
    assert "Dites en quelques mots ce qu’il y a à faire." in refused.text
    assert 'href="#champ-note"' in refused.text
    assert f'value="{now_on()}"' in refused.text


async def test_a_task_is_ticked_off_and_back(browser: Browser, bureau: Bureau) -> None:
    task_id = await _adds(bureau, note="Livrets", due_on=now_on())
    done, again = f"/semaine/{task_id}/faite", f"/semaine/{task_id}/reprise"

    week = await browser.follows(await browser.sends("/semaine", done))

    assert "Tâche faite." in week.text
    assert "Rien à faire." in week.text
    assert "Faites ces sept derniers jours (1)" in week.text
    back = await browser.follows(await browser.sends(week, again))
    assert "<br>Livrets" in back.text


async def test_a_task_put_off_to_next_week_comes_back_by_one_button(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    task_id = await _adds(bureau, note="Livrets", due_on=now_on() - DAY)
    date = f"/semaine/{task_id}/date"

    week = await browser.follows(await browser.sends("/semaine", date))

    put_off = (await _only(bureau, superuser)).due_on
    assert put_off is not None
    assert put_off >= now_on() + 7 * DAY
    assert put_off.weekday() < 5
    await browser.sends(week, date)
    assert (await _only(bureau, superuser)).due_on == now_on() - DAY


async def test_a_task_somebody_else_changed_shows_what_they_left(
    browser: Browser, bureau: Bureau
) -> None:
    task_id = await _adds(bureau, note="Livrets")
    address = f"/semaine/{task_id}"
    page = await browser.opens(address)
    await browser.sends(address, address, {"note": "Livrets et affiches"})

    late = await browser.sends(page, address, {"note": "Livrets, vite"})

    assert late.status_code == 409
    assert "Livrets et affiches" in late.text
    assert "Livrets, vite" in late.text


async def test_what_somebody_else_left_of_a_task_is_said_as_the_form_says_it(
    browser: Browser, bureau: Bureau
) -> None:
    task_id = await _adds(bureau, note="Livrets")
    address = f"/semaine/{task_id}"
    page = await browser.opens(address)
    await browser.sends(address, address, {"assignee": ME, "note": "Livrets et affiches"})

    late = await browser.sends(page, address, {"note": "Livrets, vite"})

    assert late.status_code == 409
    (table,) = re.findall(r"<table.*?</table>", late.text, re.DOTALL)
    assert "Livrets et affiches" in table
    assert str(ME) not in table
    assert "Urgente" not in table


async def test_a_task_is_given_to_oneself_and_to_nobody_from_elsewhere(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    task_id = await _adds(bureau, note="Livrets")
    address = f"/semaine/{task_id}"

    refused = await browser.sends(address, address, {"assignee": uuid4()})
    assert refused.status_code == 422
    assert "ne travaille pas au bureau" in refused.text

    await browser.follows(await browser.sends(address, address, {"assignee": ME}))
    assert (await _only(bureau, superuser)).assignee == ME
    assert "Pour moi" in (await browser.opens("/semaine")).text


async def test_a_task_stays_with_a_colleague_nobody_can_name(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    colleague = uuid4()  # who left, or whom the portal cannot tell of now
    address = f"/semaine/{await _adds(bureau, assignee=colleague)}"
    form = await browser.opens(address)
    assert "Quelqu’un d’autre" in form.text

    await browser.follows(await browser.sends(form, address, {"due_on": now_on()}))

    task = await _only(bureau, superuser)
    assert (task.assignee, task.due_on) == (colleague, now_on())


async def test_ones_own_week_leaves_out_what_others_do(browser: Browser, bureau: Bureau) -> None:
    await _adds(bureau, note="La mienne", assignee=ME)
    await _adds(bureau, note="À qui sera là")
    await _adds(bureau, note="La sienne", assignee=uuid4())

    mine = (await browser.opens("/semaine")).text
    everybody = (await browser.opens("/semaine?qui=tous")).text

    assert ["<br>La mienne" in mine, "<br>À qui sera là" in mine] == [True, True]
    assert ["<br>La sienne" in mine, "<br>La sienne" in everybody] == [False, True]


async def test_a_bureau_of_two_lycees_has_one_week(
    signed_in: Callable[..., Browser], bureau: Bureau, other_bureau: Bureau
) -> None:
    both = signed_in(Role.RBDE, BOURDELLE, ELSEWHERE)
    await _adds(bureau, note="Ici")
    await _adds(other_bureau, note="Là-bas")

    together = (await both.opens("/semaine")).text
    both.client.cookies.set(COOKIE, f"{ELSEWHERE}.{ME.hex}")
    alone = (await both.opens("/semaine")).text

    assert ["<br>Ici" in together, "<br>Là-bas" in together] == [True, True]
    assert ["<br>Ici" in alone, "<br>Là-bas" in alone] == [False, True]


async def test_a_step_of_two_lycees_is_done_for_both(
    signed_in: Callable[..., Browser], bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    both = signed_in(Role.RBDE, BOURDELLE, ELSEWHERE)
    company_id = await bureau.registers()
    call = f"/entreprises/{company_id}/appel"
    taps = {"outcome": "agreed", "next_in": "week", "uai": [BOURDELLE, ELSEWHERE]}
    await both.sends(call, call, taps)
    week = await both.opens("/semaine")
    assert week.text.count("<strong>Donner suite</strong>") == 1

    action = week.text.split('action="/semaine/')[1].split('"')[0]
    await both.sends(week, f"/semaine/{action}")

    assert await superuser.fetchval("SELECT count(*) FROM tasks WHERE done_at IS NULL") == 0


async def test_another_lycees_task_answers_like_an_absent_one(
    browser: Browser, other_bureau: Bureau
) -> None:
    theirs = await _adds(other_bureau, note="Confidence")

    assert "Confidence" not in (await browser.opens("/semaine?qui=tous")).text
    assert (await browser.opens(f"/semaine/{theirs}")).status_code == 404


async def test_the_head_reads_the_week_and_writes_nothing(
    signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    task_id = await _adds(bureau, note="Livrets")
    head = signed_in(Role.HEAD, BOURDELLE)

    shown = (await head.opens("/semaine?qui=tous")).text

    assert "<br>Livrets" in shown
    assert 'method="post" action="/semaine' not in shown
    assert (await head.opens(f"/semaine/{task_id}")).status_code == 404


async def test_the_calendar_counts_what_is_to_be_done(bureau: Bureau) -> None:
    company_id = await bureau.registers()
    await bureau.logs(company_id, next_step_on=TODAY)
    await _adds(bureau, due_on=TODAY)
    await _adds(bureau)

    assert [(one.on, one.steps) for one in await bureau.do(count_tasks)] == [(TODAY, 2)]


async def test_the_text_of_a_task_is_found_and_erased_with_who_it_names(bureau: Bureau) -> None:
    task_id = await _adds(bureau, note="Rappeler pour Ode Verdier")
    somebody = Named("VERDIER", "Ode")

    (found,) = await bureau.do(lambda uow: Notes(uow).naming(somebody))
    assert (found.interaction_id, found.whole) == (task_id, True)

    await bureau.do(erase_notes, interaction_ids=[task_id], now=bureau.now)
    assert await bureau.do(lambda uow: Notes(uow).naming(somebody)) == []


async def test_undoing_an_import_keeps_a_company_there_is_something_to_do_with(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    import_id = await bureau.imports(row(2, "Menuiserie"), row(3, "Scierie"))
    kept = await superuser.fetchval("SELECT company_id FROM companies WHERE name = 'Menuiserie'")
    await _adds(bureau, company_id=kept)

    await bureau.do(undo_import, import_id=import_id, now=bureau.now)

    assert [r["name"] for r in await superuser.fetch("SELECT name FROM companies")] == [
        "Menuiserie"
    ]


async def test_the_words_of_a_task_are_apart(
    signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    both = signed_in(Role.RBDE, BOURDELLE, ELSEWHERE)
    company_id = await bureau.registers()
    await _adds(bureau, company_id=company_id, due_on=now_on(), urgent=True, assignee=ME)

    week = _words(await both.opens("/semaine"))
    today = _words(await both.opens("/entreprises/fragments/aujourdhui"))

    assert "Urgente Lycée : Bourdelle Pour moi" in week
    assert "Quercy Lycée : Bourdelle" in today


async def test_the_home_page_counts_a_task_once_and_those_without_a_day(
    signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    both = signed_in(Role.RBDE, BOURDELLE, ELSEWHERE)
    company_id = await bureau.registers()
    today, call = "/entreprises/fragments/aujourdhui", f"/entreprises/{company_id}/appel"
    undated = await _adds(bureau, note="Un jour")
    assert "1 tâche sans date" in _words(await both.opens(today))

    taps = {"outcome": "agreed", "next_in": "week", "uai": [BOURDELLE, ELSEWHERE]}
    await both.sends(call, call, taps)

    assert "2 tâches en tout" in _words(await both.opens(today))
    await bureau.do(remove_task, task_id=undated, now=bureau.now)
    assert "en tout" not in _words(await both.opens(today))


async def test_a_role_at_another_lycee_shows_no_task_of_a_lycee(
    served: Pages, bureau: Bureau, other_bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    await other_bureau.logs(company_id)
    for who, code in ((bureau, TaskCode.PREPARE), (other_bureau, TaskCode.SEND)):
        await _adds(who, company_id=company_id, code=code, due_on=now_on())
        await _adds(who, company_id=company_id, code=code)
    somebody = served.holding((Role.REFERENT_TEACHER, BOURDELLE), (Role.RBDE, ELSEWHERE))

    search = await somebody.sends("/recherche", "/recherche", {"q": "quercy"})
    card, home, found = [
        _words(await somebody.opens(path))
        for path in (
            f"/entreprises/{company_id}",
            "/entreprises/fragments/aujourdhui",
            search.headers["location"],
        )
    ]

    for shown in (card, home, found):
        assert "Envoyer un document" in shown
        assert "Préparer" not in shown
    assert "2 tâches en tout" in home


async def test_who_sees_no_tasks_is_told_none_by_the_home_page(
    signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    await _adds(bureau, company_id=company_id, due_on=now_on())

    for role in (Role.REFERENT_TEACHER, Role.SECRETARIAT):
        shown = _words(await signed_in(role, BOURDELLE).opens("/entreprises/fragments/aujourdhui"))
        assert shown == "Rien à renouveler ni à réexaminer pour le moment."


async def test_when_only_the_last_ones_done_are_shown_it_is_said(
    browser: Browser, bureau: Bureau
) -> None:
    for _ in range(DONE_SHOWN + 1):
        await bureau.do(finish_task, task_id=await _adds(bureau), now=datetime.now(UTC))

    shown = _words(await browser.opens("/semaine"))

    assert f"Faites ces sept derniers jours (les {DONE_SHOWN} dernières)" in shown


async def test_one_stays_on_everybody_s_list(browser: Browser, bureau: Bureau) -> None:
    everybody = "/semaine?qui=tous"
    task_id = await _adds(bureau, note="Livrets", due_on=now_on(), assignee=uuid4())
    address = f"/semaine/{task_id}"

    for action in ("date", "date", "faite", "reprise"):  # each followed by what undoes it
        page = await browser.opens(everybody)
        answer = await browser.sends(page, f"{address}/{action}")
        assert answer.headers["location"] == everybody
    assert f'href="{address}?qui=tous"' in (await browser.opens(everybody)).text
    for action in ("", "/suppression"):
        answer = await browser.sends(f"{address}?qui=tous", f"{address}{action}")
        assert answer.headers["location"] == everybody


async def test_a_calendar_counts_one_s_own_tasks_and_those_of_nobody(bureau: Bureau) -> None:
    mine, theirs = uuid4(), uuid4()
    for code, assignee in (
        (TaskCode.SEND, mine),
        (TaskCode.SEND, None),
        (TaskCode.CALL_BACK, theirs),
    ):
        details = TaskDetails(code=code, due_on=TODAY, assignee=assignee, note="Le livret.")
        await bureau.do(add_task, details=details, now=bureau.now)

    [own] = await bureau.do(count_tasks, own=mine)
    [everybody] = await bureau.do(count_tasks)

    assert (own.on, own.steps, own.codes) == (TODAY, 2, (TaskCode.SEND,))
    assert (everybody.steps, set(everybody.codes)) == (3, {TaskCode.SEND, TaskCode.CALL_BACK})
