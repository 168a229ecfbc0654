"""What a lycée did with a company, by day: exchanges, actions and tasks in one list, a page at a time."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import select

from contracts.identifiers import Uai
from contracts.partnerships.actions import ActionKind
from contracts.partnerships.companies import InteractionOutcome
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.partnerships.actions.commands import plan_action
from services.partnerships.actions.model import ActionDetails
from services.partnerships.actions.queries.actions import ACTIONS_PLANNED
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.erasure.commands import erase_notes
from services.partnerships.exchanges.commands import log_interaction
from services.partnerships.exchanges.store.exchanges import EXCHANGES
from services.partnerships.invitations.commands import invite_company
from services.partnerships.tasks.commands import add_task, finish_task
from services.partnerships.tasks.model import TaskCode, TaskDetails
from services.partnerships.tasks.queries import TASKS_DONE
from services.partnerships.tasks.tables import tasks
from services.partnerships.timeline.model import EVERYTHING, TimelineFilter
from services.partnerships.timeline.queries import PAGE_LENGTH, Entry, Timeline, read_timeline
from tests.partnerships.browsing import Browser
from tests.partnerships.world import BOURDELLE, ELSEWHERE, TODAY, Bureau, exchange

DAY = timedelta(days=1)


async def plans(bureau: Bureau, company_id: UUID, title: str, days: int) -> UUID:
    on = TODAY + days * DAY
    details = ActionDetails(kind=ActionKind.FORUM, title=title, planned_on=on)
    action_id = await bureau.do(plan_action, details=details, now=bureau.now)
    await bureau.do(
        invite_company,
        action_id=action_id,
        company_id=company_id,
        takes_part=True,
        now=bureau.now,
    )
    return action_id


async def does(bureau: Bureau, company_id: UUID, note: str | None, code: TaskCode) -> None:
    """A task is noted, and done today."""
    details = TaskDetails(code=code, note=note, due_on=TODAY)
    task_id = await bureau.do(add_task, company_id=company_id, details=details, now=bureau.now)
    await bureau.do(finish_task, task_id=task_id, now=bureau.now)


async def timeline(
    bureau: Bureau, company_id: UUID, asked: TimelineFilter = EVERYTHING
) -> Timeline:
    return await bureau.do(read_timeline, company_id, asked, {"tasks_of": [bureau.uai]})


def said(entries: Sequence[Entry]) -> list[str]:
    return [
        one.shown.details.title
        if one.kind == ACTIONS_PLANNED
        else (one.shown.interaction if one.kind == EXCHANGES else one.shown).note or ""
        for one in entries
    ]


async def test_exchanges_actions_and_tasks_done_stand_together_by_day(bureau: Bureau) -> None:
    company_id = await bureau.registers()
    await bureau.logs(company_id, note="Appel d’avant-hier.", occurred_on=TODAY - 2 * DAY)
    await plans(bureau, company_id, "Forum à venir", 9)
    await plans(bureau, company_id, "Forum d’hier", -1)
    await does(bureau, company_id, "Plaquette envoyée.", TaskCode.SEND)
    still = TaskDetails(code=TaskCode.SEND, note="Reste à faire.", due_on=TODAY)
    await bureau.do(add_task, company_id=company_id, details=still, now=bureau.now)

    found = await timeline(bureau, company_id)

    told = ["Forum à venir", "Plaquette envoyée.", "Forum d’hier", "Appel d’avant-hier."]
    assert said(found.entries) == told
    assert found.counts == {EXCHANGES: 1, ACTIONS_PLANNED: 2, TASKS_DONE: 1}
    actions = await timeline(bureau, company_id, TimelineFilter(ACTIONS_PLANNED))
    assert said(actions.entries) == ["Forum à venir", "Forum d’hier"]
    assert (actions.total, actions.counts) == (2, found.counts)


async def test_the_next_step_of_an_exchange_is_not_told_twice_once_it_is_done(
    bureau: Bureau, browser: Browser
) -> None:
    company_id = await bureau.registers()
    await bureau.logs(company_id, outcome=InteractionOutcome.TO_CALL_BACK, next_step_on=TODAY)
    card = await browser.opens(f"/entreprises/{company_id}")
    action = card.text.split('/faite"')[0].rpartition('action="')[2] + "/faite"
    assert (await browser.sends(card, action)).status_code == 303

    found = await timeline(bureau, company_id)

    assert found.counts == {EXCHANGES: 1}


async def test_whatever_the_kinds_no_page_repeats_or_skips_an_entry(bureau: Bureau) -> None:
    company_id = await bureau.registers()
    for rank in range(PAGE_LENGTH):
        on = TODAY - rank // 3 * DAY
        await bureau.logs(company_id, note=f"Appel {rank}", occurred_on=on)
        await plans(bureau, company_id, f"Forum {rank}", -(rank // 4))
    await does(bureau, company_id, "Tâche", TaskCode.OTHER)

    read: list[str] = []
    asked: TimelineFilter | None = EVERYTHING
    while asked is not None:
        page = await timeline(bureau, company_id, asked)
        assert len(page.entries) <= PAGE_LENGTH
        read += said(page.entries)
        asked = TimelineFilter(after=page.older) if page.older else None

    everything = {f"{word} {rank}" for word in ("Appel", "Forum") for rank in range(PAGE_LENGTH)}
    assert sorted(read) == sorted([*everything, "Tâche"])


async def test_another_lycee_sees_nothing_of_it(bureau: Bureau, other_bureau: Bureau) -> None:
    company_id = await bureau.registers()
    await bureau.logs(company_id, note="Chez nous.")
    await plans(bureau, company_id, "Forum", 1)
    await does(bureau, company_id, "Plaquette", TaskCode.SEND)

    found = await timeline(other_bureau, company_id)
    asked_for = await other_bureau.do(
        read_timeline, company_id, EVERYTHING, {"tasks_of": [BOURDELLE, ELSEWHERE]}
    )

    for one in (found, asked_for):
        assert (one.entries, one.counts, one.older) == ([], {}, None)


async def test_with_one_person_there_are_exchanges_alone(bureau: Bureau, browser: Browser) -> None:
    company_id = await bureau.registers()
    site_id = (await bureau.card(company_id)).sites[0].id
    who = await bureau.do(
        add_contact, company_id=company_id, site_id=site_id, details=ContactDetails("Ana Roca")
    )
    await bureau.logs(company_id, note="Avec elle.", contact_id=who)
    await bureau.logs(company_id, note="Avec personne.")
    await plans(bureau, company_id, "Forum du bois", 1)

    page = (await browser.opens(f"/entreprises/{company_id}?contact={who}&voir=actions")).text

    assert "Avec elle." in page
    assert "Avec personne." not in page
    assert "Forum du bois" not in page


async def test_a_kind_nobody_knows_shows_everything(bureau: Bureau, browser: Browser) -> None:
    company_id = await bureau.registers()
    await bureau.logs(company_id, note="Un appel.")
    await plans(bureau, company_id, "Forum du bois", 1)

    for asked in ("", "?voir=tout"):
        page = (await browser.opens(f"/entreprises/{company_id}{asked}")).text
        assert "Un appel." in page
        assert "Forum du bois" in page
    page = (await browser.opens(f"/entreprises/{company_id}?voir=taches")).text
    assert "Rien ne répond à ces filtres" in page
    assert "Forum du bois" not in page


async def test_whose_roles_see_no_tasks_is_told_of_none(
    bureau: Bureau, signed_in: Callable[..., Browser]
) -> None:
    company_id = await bureau.registers()
    await does(bureau, company_id, "Plaquette envoyée.", TaskCode.SEND)

    seen = {
        role: "Plaquette envoyée." in (await signed_in(role, BOURDELLE).opens(card)).text
        for card in [f"/entreprises/{company_id}"]
        for role in (Role.RBDE, Role.SECRETARIAT)
    }

    assert seen == {Role.RBDE: True, Role.SECRETARIAT: False}


async def both(bureau: Bureau, use_case: Any, *args: Any, **given: Any) -> Any:
    """What somebody who works for two lycées does or reads."""
    scope = Scope(frozenset({BOURDELLE, ELSEWHERE}))
    async with bureau.units.begin(scope, now=bureau.now) as uow:
        return await use_case(uow, *args, **given)


async def seen_by_both(
    bureau: Bureau, company_id: UUID, tasks_of: Sequence[Uai] = (BOURDELLE, ELSEWHERE)
) -> list[tuple[str, frozenset[Uai]]]:
    """Texts of the timeline, with the lycées each is of, in its order."""
    found = await both(bureau, read_timeline, company_id, EVERYTHING, {"tasks_of": list(tasks_of)})
    assert sum(found.counts.values()) == len(found.entries)
    of = [one.shown.uais for one in found.entries]
    return [(text, frozenset(uais)) for text, uais in zip(said(found.entries), of, strict=True)]


async def noted_for_both(bureau: Bureau) -> tuple[UUID, dict[Uai, UUID]]:
    """A company, an exchange with it for two lycées, and the tasks it left, by lycée."""
    company_id = await bureau.registers()
    held = exchange(next_step_on=TODAY, note="Commun.")
    uais = [BOURDELLE, ELSEWHERE]
    await both(
        bureau, log_interaction, company_id=company_id, exchange=held, uais=uais, now=bureau.now
    )

    async def left(uow: UnitOfWork) -> dict[Uai, UUID]:
        found = await uow.execute(select(tasks.c.uai, tasks.c.task_id))
        return {Uai(row.uai): row.task_id for row in found}

    return company_id, await both(bureau, left)


async def test_an_exchange_for_two_lycees_and_its_task_are_two_entries(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id, left = await noted_for_both(bureau)
    await superuser.execute("UPDATE tasks SET note = 'Plaquette.'")
    await both(bureau, finish_task, task_id=left[BOURDELLE], now=bureau.now)

    of_both = frozenset({BOURDELLE, ELSEWHERE})
    assert sorted(await seen_by_both(bureau, company_id)) == [
        ("Commun.", of_both),
        ("Plaquette.", of_both),
    ]


async def test_what_two_lycees_keep_of_one_exchange_or_task_is_told_apart_once_it_differs(
    bureau: Bureau, other_bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id, left = await noted_for_both(bureau)
    await superuser.execute("UPDATE tasks SET note = 'Chez ' || uai")
    ours, theirs = frozenset({BOURDELLE}), frozenset({ELSEWHERE})
    common = ("Commun.", ours | theirs)

    await bureau.do(finish_task, task_id=left[BOURDELLE], now=bureau.now)
    done = (f"Chez {BOURDELLE}", ours)
    assert sorted(await seen_by_both(bureau, company_id)) == sorted([common, done])

    await other_bureau.do(finish_task, task_id=left[ELSEWHERE], now=bureau.now - DAY)
    besides = (f"Chez {ELSEWHERE}", theirs)
    assert sorted(await seen_by_both(bureau, company_id)) == sorted([common, done, besides])
    assert besides not in await seen_by_both(bureau, company_id, [BOURDELLE])

    first = await superuser.fetchval("SELECT interaction_id FROM interactions ORDER BY uai")
    await bureau.do(erase_notes, interaction_ids=[first], now=bureau.now)
    told = await seen_by_both(bureau, company_id)
    assert {("", ours), ("Commun.", theirs)} <= set(told)


async def test_with_one_person_an_exchange_for_two_lycees_is_of_the_one_that_knows_them(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id, _ = await noted_for_both(bureau)
    site_id = (await bureau.card(company_id)).sites[0].id
    who = await bureau.do(
        add_contact, company_id=company_id, site_id=site_id, details=ContactDetails("Ana Roca")
    )
    await superuser.execute(
        "UPDATE interactions SET contact_id = $1 WHERE uai = $2", who, BOURDELLE
    )

    asked = TimelineFilter(contact_id=who)
    found = await both(bureau, read_timeline, company_id, asked, {"tasks_of": [BOURDELLE]})

    assert [one.shown.uais for one in found.entries] == [[BOURDELLE]]


async def test_an_empty_timeline_counts_nothing_and_a_narrowed_one_leads_back(
    bureau: Bureau, browser: Browser
) -> None:
    company_id = await bureau.registers()
    card = f"/entreprises/{company_id}"
    assert "choice-count" not in (await browser.opens(card)).text

    await bureau.logs(company_id, note="Un appel.")
    narrowed = (await browser.opens(f"{card}?contact={company_id}")).text
    assert f'href="{card}#fil">Tout montrer' in narrowed
