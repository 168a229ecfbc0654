"""Exchanges with the actors of the network are noted as those with companies, inside the lycée."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from uuid import UUID, uuid4

import asyncpg

from contracts.partnerships.actors import ActorMeetingWithdrawnV1, ActorMetV1
from contracts.partnerships.companies import InteractionKind, InteractionOutcome
from contracts.publication import FactFamily, PublicationStep
from services.chassis.base.identity import Role
from services.chassis.outbox.last_events import TakenBack
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actors.commands import (
    correct_actor_exchange,
    log_actor_exchange,
    tell_exchanges,
    withdraw_actor_exchange,
)
from services.partnerships.base.calendar import Moment
from services.partnerships.base.mentions import Named
from services.partnerships.erasure.store.notes import Notes
from services.partnerships.publications.commands import copy_publication, retell_family
from services.partnerships.republication.commands import republish_states
from services.partnerships.tasks.commands import date_task, finish_task, remove_task
from services.partnerships.tasks.model import TaskCode
from services.partnerships.tasks.queries import read_week
from tests.partnerships.browsing import Browser, form_of
from tests.partnerships.world import BOURDELLE, ELSEWHERE, TODAY, Bureau, exchange

NETWORK = "/entreprises/reseau"
SAID = {"kind": "meeting", "purpose": "other", "outcome": "agreed", "note": "Forum en mars"}


async def logged(bureau: Bureau, actor_id: UUID, **changes: object) -> UUID:
    return await bureau.do(
        log_actor_exchange, actor_id=actor_id, exchange=exchange(**changes), now=bureau.now
    )


async def corrects(
    bureau: Bureau, actor_id: UUID, exchange_id: UUID, version: int = 1, **changes: object
) -> None:
    await bureau.do(
        correct_actor_exchange,
        actor_id=actor_id,
        exchange_id=exchange_id,
        version=version,
        exchange=exchange(**changes),
        now=bureau.now,
    )


async def the_step(superuser: asyncpg.Connection) -> asyncpg.Record:
    """The one task there is."""
    [task] = await superuser.fetch("SELECT * FROM tasks")
    return task


async def codes(bureau: Bureau) -> list[TaskCode]:
    week = await bureau.do(read_week, own=None)
    return [one.code for moment in Moment for one in week.tasks[moment] if one.due_on]


async def test_an_exchange_is_noted_its_next_step_is_in_the_week_and_one_click_takes_it_back(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    actor = f"{NETWORK}/{uuid4()}"
    page = await browser.opens(actor)
    assert f'hx-get="/annuaire/fragments/{actor.rpartition("/")[2]}/nom"' in page.text

    typed = {**SAID, "next_step_on": "2099-03-01"}
    after = await browser.follows(await browser.sends(page, f"{actor}/echanges", typed))

    assert "Échange consigné." in after.text
    assert "Rendez-vous, Autre" in after.text
    assert "Forum en mars" in after.text
    week = await browser.opens("/semaine")
    assert "Donner suite" in week.text
    assert f'href="{actor}">Noter l’échange' in unescape(week.text)
    undo = re.search(rf"{actor}/echanges/[0-9a-f-]+/retrait", after.text)
    assert undo
    gone = await browser.follows(await browser.sends(after, undo[0]))
    assert "Aucun échange noté." in gone.text
    assert "Donner suite" not in (await browser.opens("/semaine")).text
    back = re.search(rf"{actor}/echanges/[0-9a-f-]+/retablissement", gone.text)
    assert back
    again = await browser.follows(await browser.sends(gone, back[0]))
    assert "Forum en mars" in again.text
    assert "Donner suite" in (await browser.opens("/semaine")).text
    await browser.follows(await browser.sends(again, undo[0]))
    # That it took place is told, then that it did not; nothing of what was said.
    told = await superuser.fetch("SELECT * FROM journal ORDER BY position")
    assert len(told) == 4
    assert not any("Forum" in str(value) for row in told for value in row.values())


async def test_a_later_exchange_answers_the_step_of_an_earlier_one(bureau: Bureau) -> None:
    actor, other = uuid4(), uuid4()
    await logged(bureau, actor, occurred_on=TODAY - timedelta(days=2), next_step_on=TODAY)
    assert await codes(bureau) == [TaskCode.FOLLOW_UP]

    await logged(bureau, other, outcome=InteractionOutcome.AGREED)
    await logged(bureau, actor, outcome=InteractionOutcome.NO_ANSWER)
    assert await codes(bureau) == [TaskCode.FOLLOW_UP]

    await logged(bureau, actor, outcome=InteractionOutcome.AGREED)
    assert await codes(bureau) == []


async def test_a_correction_moves_the_step_and_a_late_one_is_shown_beside(
    browser: Browser, signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    actor_id = uuid4()
    one = await logged(bureau, actor_id, note="Deux places", next_step_on=TODAY)
    url = f"{NETWORK}/{actor_id}/echanges/{one}/correction"
    slow = await browser.opens(url)
    colleague = signed_in(Role.DDFPT, BOURDELLE, account=2)
    quick = {"note": "Une place", "outcome": "to_call_back", "next_step_on": "2099-03-01"}
    await colleague.follows(await colleague.sends(url, url, quick))
    assert await codes(bureau) == [TaskCode.CALL_BACK]

    refused = await browser.sends(slow, url, {"note": "Trois places"})

    assert refused.status_code == 409
    shown = unescape(refused.text)
    assert "<td>Trois places</td><td>Une place</td>" in shown
    assert "<td>Intéressée</td><td>À rappeler</td>" in shown
    assert "<td>24/11/2026</td><td>01/03/2099</td>" in shown
    kept = await browser.follows(await browser.sends(refused, url, {"next_step_on": ""}))
    assert "Trois places" in kept.text
    assert await codes(bureau) == []


async def test_a_correction_does_not_bring_back_a_step_somebody_removed(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    actor = uuid4()
    one = await logged(bureau, actor, next_step_on=TODAY)
    await bureau.do(remove_task, task_id=(await the_step(superuser))["task_id"], now=bureau.now)

    await corrects(bureau, actor, one, note="Deux places", next_step_on=TODAY)
    assert await codes(bureau) == []

    later = TODAY + timedelta(days=1)
    await corrects(bureau, actor, one, 2, note="Deux places", next_step_on=later)
    assert await codes(bureau) == [TaskCode.FOLLOW_UP]


async def test_a_step_follows_the_outcome_that_was_corrected_on_the_same_day(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    actor = uuid4()
    one = await logged(bureau, actor, next_step_on=TODAY)
    address = f"/semaine/{(await the_step(superuser))['task_id']}"
    await browser.sends(address, address, {"note": "Le matin", "urgent": "true"})

    await corrects(bureau, actor, one, outcome=InteractionOutcome.TO_CALL_BACK, next_step_on=TODAY)

    assert await codes(bureau) == [TaskCode.CALL_BACK]
    task = await the_step(superuser)
    assert (task["due_on"], task["note"], task["urgent"]) == (TODAY, "Le matin", True)


async def test_a_step_that_was_put_off_and_done_stays_so_whatever_else_is_corrected(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    actor, later = uuid4(), TODAY + timedelta(days=3)
    one = await logged(bureau, actor, next_step_on=TODAY)
    task_id = (await the_step(superuser))["task_id"]
    await bureau.do(date_task, task_id=task_id, due_on=later, now=bureau.now)
    await bureau.do(finish_task, task_id=task_id, now=bureau.now)
    before = await the_step(superuser)

    await corrects(bureau, actor, one, kind=InteractionKind.VISIT, next_step_on=TODAY)
    assert await the_step(superuser) == before
    assert before["due_on"] == later

    await corrects(bureau, actor, one, 2, next_step_on=TODAY + timedelta(days=1))
    assert await codes(bureau) == [TaskCode.FOLLOW_UP]


async def test_what_is_wrong_is_said_and_stays_typed(browser: Browser) -> None:
    actor = f"{NETWORK}/{uuid4()}"
    answer = await browser.sends(actor, f"{actor}/echanges", {**SAID, "occurred_on": "2099-01-01"})

    assert answer.status_code == 422
    assert "ne peut pas être dans le futur" in unescape(answer.text)
    assert form_of(answer, f"{actor}/echanges").values["note"] == "Forum en mars"


async def test_exchanges_of_all_actors_are_read_page_after_page(
    browser: Browser, bureau: Bureau
) -> None:
    actors = [uuid4() for _ in range(21)]
    for rank, actor_id in enumerate(actors):
        await logged(bureau, actor_id, note=f"Échange {rank:02}")

    first = await browser.opens(NETWORK)
    assert "Échange 20" in first.text
    assert "Échange 00" not in first.text
    more = re.search(rf"{NETWORK}\?apres=[0-9a-f-]+", first.text)
    assert more
    last = await browser.opens(more[0])
    assert "Échange 00" in last.text
    assert "Échange 20" not in last.text
    for page in (first, last):
        assert "21\xa0échanges" in unescape(page.text)
    assert "Échange 20" in (await browser.opens(f"{NETWORK}/{actors[20]}")).text


async def test_another_lycee_reads_nothing_of_it_and_a_reader_does_not_write(
    signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    actor_id = uuid4()
    one = await logged(bureau, actor_id, note="Confidence")
    neighbour = signed_in(Role.RBDE, ELSEWHERE)
    head = signed_in(Role.HEAD, BOURDELLE)

    assert "Confidence" not in (await neighbour.opens(f"{NETWORK}/{actor_id}")).text
    url = f"{NETWORK}/{actor_id}/echanges/{one}/correction"
    assert (await neighbour.opens(url)).status_code == 404
    page = await head.opens(f"{NETWORK}/{actor_id}")
    assert "Confidence" in page.text
    assert "<form" not in page.text.split("<main")[1]
    assert (await signed_in(Role.SUPERVISOR).opens(NETWORK)).status_code == 404


async def test_a_text_that_names_somebody_is_found_and_erased(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    one = await logged(bureau, uuid4(), note="Mme Verdier prendra Lina en mars")

    async def naming(uow: UnitOfWork) -> list[UUID]:
        return [note.interaction_id for note in await Notes(uow).naming(Named("Verdier"))]

    async def erase(uow: UnitOfWork) -> None:
        await Notes(uow).erase([one])

    assert await bureau.do(naming) == [one]
    await bureau.do(erase)
    assert await superuser.fetchval("SELECT note FROM actor_exchanges") is None


async def test_the_department_learns_that_an_exchange_took_place_and_that_it_did_not(
    bureau: Bureau,
) -> None:
    actor_id = uuid4()
    exchange_id = await logged(bureau, actor_id, note="Madame Secret viendra")
    await corrects(bureau, actor_id, exchange_id, kind=InteractionKind.VISIT)
    await bureau.do(
        withdraw_actor_exchange, actor_id=actor_id, exchange_id=exchange_id, now=bureau.now
    )

    met = await bureau.published(ActorMetV1)
    assert [one.kind for one in met][-1] is InteractionKind.VISIT
    assert {one.actor_id for one in met} == {actor_id}
    assert all(b"Secret" not in one.to_json() for one in met)
    [gone] = await bureau.published(ActorMeetingWithdrawnV1)
    assert gone.exchange_id == exchange_id


async def test_what_the_head_keeps_is_told_as_it_is_the_day_exchanges_are_opened(
    bureau: Bureau,
) -> None:
    await publication(bureau, opened=False, version=1)
    actor_id = uuid4()
    kept = await logged(bureau, actor_id)
    gone = await logged(bureau, actor_id)
    await bureau.do(withdraw_actor_exchange, actor_id=actor_id, exchange_id=gone, now=bureau.now)
    await bureau.do(tell_exchanges, uai=bureau.uai, now=bureau.now)
    assert await bureau.published(ActorMetV1) == []
    assert await bureau.published(ActorMeetingWithdrawnV1) == []

    await publication(bureau, opened=True, version=2)
    for _ in range(2):
        await bureau.do(retell_family, uai=bureau.uai, family=FactFamily.EXCHANGES, now=bureau.now)
    assert [one.exchange_id for one in await bureau.published(ActorMetV1)] == [kept]


async def publication(bureau: Bureau, *, opened: bool, version: int) -> None:
    steps = (PublicationStep(from_on=bureau.now.date(), open=opened),)
    await bureau.do(
        copy_publication,
        uai=bureau.uai,
        family=FactFamily.EXCHANGES,
        steps=() if opened else steps,
        version=version,
    )


async def test_after_an_older_backup_the_department_hears_what_the_lycee_has(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    actor_id = uuid4()
    corrected, gone, same = [await logged(bureau, actor_id) for _ in range(3)]
    await corrects(bureau, actor_id, corrected, kind=InteractionKind.VISIT)
    # The backup was made before the correction, and before one of them was noted.
    await superuser.execute(
        "UPDATE actor_exchanges SET version = 1, told_version = 1, kind = 'call'"
        " WHERE exchange_id = $1",
        corrected,
    )
    await superuser.execute("DELETE FROM actor_exchanges WHERE exchange_id = $1", gone)
    await superuser.execute(
        "UPDATE actor_exchanges SET told_version = NULL WHERE exchange_id = $1", same
    )

    taken_back = TakenBack(0, 1_000_000)
    for _ in range(2):
        await bureau.do(republish_states, uai=bureau.uai, taken_back=taken_back, now=bureau.now)

    told = await bureau.published(ActorMetV1)
    assert [(one.exchange_id, one.kind) for one in told[4:]] == [(corrected, InteractionKind.CALL)]
    [withdrawn] = await bureau.published(ActorMeetingWithdrawnV1)
    assert withdrawn.exchange_id == gone
    await bureau.do(tell_exchanges, uai=bureau.uai, now=bureau.now)
    assert len(await bureau.published(ActorMetV1)) == 5
