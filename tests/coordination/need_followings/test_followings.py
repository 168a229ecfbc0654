"""Who has a need is told what the company, the supervisor and the others did of it, as long as it matters."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from contracts.coordination.needs import NeedDismissal, NeedOutcome
from contracts.identifiers import Uai
from contracts.notices import AskedNotice, NoticeKind, NoticesRequest
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.coordination.base.answers import notices_of_the_network
from services.coordination.need_cards.commands.recall_need import recall_need
from services.coordination.need_cards.commands.reopen_need import reopen_need
from services.coordination.need_delays.commands import remind_of_promises
from services.coordination.needs.commands.answer_need import answer_need
from services.coordination.needs.commands.close_need import close_need
from services.coordination.needs.commands.dismiss_need import dismiss_need
from services.coordination.needs.commands.release_need import release_need
from services.coordination.needs.commands.take_need import take_need
from services.coordination.needs.commands.withdraw_need import withdraw_need
from services.coordination.permissions import HANDLE_NEEDS, PERMISSIONS
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kinds import KINDS
from tests.coordination.need_followings.conftest import Heard
from tests.coordination.needs.test_escalation import at
from tests.coordination.needs.test_need_notices import facts
from tests.coordination.needs.world import assignments_of, company, need_of, passed_on, sent
from tests.coordination.offer_files.world import know_the_network
from tests.coordination.world import Somebody
from tests.support.network import ELSEWHERE, HERE

PROMISED = date(2026, 12, 4)
"""A Friday."""


async def of(who: Somebody, need_id: UUID, uai: str) -> dict[str, Any]:
    """A bureau's own part, as its commands are given it."""
    held = await assignments_of(who, need_id)
    mine = next(one for one in held if one.uai == uai and one.actor_id is None)
    return {"need_id": need_id, "assignment_id": mine.id}


async def takes(who: Somebody, part: dict[str, Any], day: date = PROMISED) -> None:
    await who.do(take_need, **part, promised_on=day, now=who.later())


async def decides(who: Somebody, command: Any, need_id: UUID, **more: Any) -> None:
    version = (await need_of(who, need_id)).version
    await who.do(command, need_id=need_id, version=version, now=who.later(), **more)


async def why(units: UnitsOfWork, uai: str, about: UUID) -> str | None:
    """Why a bureau is told that nothing waits for it; None while something does."""
    scope = Scope(frozenset({Uai(uai)}))
    said = await facts(units, scope, NoticeKind.NEED_SETTLED, about)
    assert said is not None
    return (
        next(line.text for line in said.lines if line.label == "Pourquoi")
        if said.standing
        else None
    )


async def test_what_another_one_takes_gives_up_and_answers_is_told_to_who_has_it_too(
    units: UnitsOfWork,
    supervisor: Somebody,
    bureau: Somebody,
    other_bureau: Somebody,
    heard: Heard,
) -> None:
    await know_the_network(supervisor)
    need_id = await sent(company(units))
    await passed_on(supervisor, need_id, HERE, ELSEWHERE)
    mine, theirs = [await of(supervisor, need_id, uai) for uai in (HERE, ELSEWHERE)]
    about = theirs["assignment_id"]
    assert await heard(bureau.later()) == []

    await takes(bureau, mine)
    assert await heard(bureau.later()) == [(ELSEWHERE, "taken")]
    assert (await why(units, ELSEWHERE, about) or "").startswith("Pris en charge")
    # Another day is promised: nothing changes for the others.
    await takes(bureau, mine, PROMISED + timedelta(days=3))
    assert await heard(bureau.later()) == []

    await bureau.do(release_need, **mine, now=bureau.later())
    assert await heard(bureau.later()) == [(ELSEWHERE, "again")]
    again = await facts(units, other_bureau.scope, NoticeKind.NEED_AGAIN, about)
    assert again is not None
    assert again.standing
    assert await why(units, ELSEWHERE, about) is None

    await takes(other_bureau, theirs)
    assert await heard(bureau.later()) == [(HERE, "taken")]
    await bureau.do(
        answer_need, **mine, outcome=NeedOutcome.HELPED, answer="Oui.", now=bureau.later()
    )
    # Who has taken it in charge would go on working at it.
    assert await heard(bureau.later()) == [(ELSEWHERE, "answered")]
    assert (await why(units, ELSEWHERE, about) or "").startswith("Réponse donnée")

    await decides(supervisor, close_need, need_id)
    assert await heard(supervisor.later()) == []
    await decides(supervisor, reopen_need, need_id)
    assert sorted(await heard(supervisor.later())) == [(HERE, "again"), (ELSEWHERE, "again")]


async def test_who_gives_up_what_others_counted_on_has_them_told_that_it_waits(
    units: UnitsOfWork, supervisor: Somebody, bureau: Somebody, heard: Heard
) -> None:
    await know_the_network(supervisor)
    need_id = await sent(company(units))
    await passed_on(supervisor, need_id, HERE, ELSEWHERE)
    mine = await of(supervisor, need_id, HERE)
    await takes(bureau, mine)
    await heard(bureau.later())
    await bureau.do(
        answer_need, **mine, outcome=NeedOutcome.NO_SOLUTION, answer="Rien.", now=bureau.later()
    )
    assert await heard(bureau.later()) == [(ELSEWHERE, "again")]


async def test_what_is_taken_back_from_one_waits_for_the_others(
    units: UnitsOfWork, supervisor: Somebody, bureau: Somebody, heard: Heard
) -> None:
    await know_the_network(supervisor)
    need_id = await sent(company(units))
    await passed_on(supervisor, need_id, HERE, ELSEWHERE)
    mine = await of(supervisor, need_id, HERE)
    await takes(bureau, mine)
    await heard(bureau.later())
    await decides(supervisor, recall_need, need_id, assignment_id=mine["assignment_id"])
    assert await heard(supervisor.later()) == [(ELSEWHERE, "again")]


async def test_that_the_company_needs_nothing_more_is_told_to_each_bureau_that_has_it(
    units: UnitsOfWork, supervisor: Somebody, bureau: Somebody, heard: Heard
) -> None:
    await know_the_network(supervisor)
    need_id = await sent(company(units))
    await passed_on(supervisor, need_id, HERE, ELSEWHERE)
    mine = await of(supervisor, need_id, HERE)
    await takes(bureau, mine)
    await heard(bureau.later())
    await company(units).do(withdraw_need, need_id=need_id, now=bureau.later())

    assert sorted(await heard(bureau.later())) == [(HERE, "withdrawn"), (ELSEWHERE, "withdrawn")]
    assert await why(units, HERE, mine["assignment_id"]) == "L’entreprise n’en a plus besoin."
    await decides(supervisor, reopen_need, need_id)
    assert sorted(await heard(bureau.later())) == [(HERE, "again"), (ELSEWHERE, "again")]
    assert await why(units, HERE, mine["assignment_id"]) is None


async def test_what_the_supervisor_answers_herself_or_sets_apart_is_told_too(
    units: UnitsOfWork, supervisor: Somebody, heard: Heard
) -> None:
    await know_the_network(supervisor)
    for command, more, step, said in (
        (close_need, {"outcome": NeedOutcome.HELPED, "answer": "Fait."}, "closed", "a répondu"),
        (dismiss_need, {"reason": NeedDismissal.DUPLICATE}, "dismissed", "a écarté"),
    ):
        need_id = await sent(company(units))
        await passed_on(supervisor, need_id, HERE)
        mine = await of(supervisor, need_id, HERE)
        await decides(supervisor, command, need_id, **more)
        assert await heard(supervisor.later()) == [(HERE, step)]
        assert said in (await why(units, HERE, mine["assignment_id"]) or "")


async def test_an_actor_is_written_once_that_a_bureau_answered(
    units: UnitsOfWork,
    supervisor: Somebody,
    bureau: Somebody,
    heard: Heard,
    superuser: asyncpg.Connection,
) -> None:
    await know_the_network(supervisor)
    need_id = await sent(company(units))
    actor_id = await supervisor.adds("Greta", mail="contact@greta.example")
    await passed_on(supervisor, need_id, HERE, actor_id=actor_id)
    mine = await of(supervisor, need_id, HERE)
    await bureau.do(
        answer_need, **mine, outcome=NeedOutcome.HELPED, answer="Oui.", now=bureau.later()
    )
    assert await heard(bureau.later()) == []
    await decides(supervisor, close_need, need_id)
    await heard(supervisor.later())

    rows = await superuser.fetch(
        "SELECT kind FROM need_letters WHERE assignment_id IN"
        " (SELECT assignment_id FROM need_assignments WHERE actor_id IS NOT NULL) ORDER BY letter_id"
    )
    assert [row["kind"] for row in rows] == ["entrusted", "settled"]


async def reminded(supervisor: Somebody, day: date) -> int:
    who = replace(supervisor, now=at(day))
    return await who.do(remind_of_promises, now=who.now)


async def test_a_promise_that_passes_is_told_on_the_next_working_morning_and_once(
    units: UnitsOfWork, supervisor: Somebody, bureau: Somebody, heard: Heard
) -> None:
    need_id = await sent(company(units))
    await passed_on(supervisor, need_id, HERE)
    mine = await of(supervisor, need_id, HERE)
    await takes(bureau, mine)
    await heard(bureau.later())

    # Promised for a Friday: the week-end is nobody's morning of work.
    for day in (4, 5, 6):
        assert await reminded(supervisor, date(2026, 12, day)) == 0, day
    assert await reminded(supervisor, date(2026, 12, 7)) == 1
    assert await reminded(supervisor, date(2026, 12, 8)) == 0
    assert await heard(bureau.later()) == [(HERE, "promise_passed")]

    # Another day is promised, and passes: that is another promise.
    again = replace(bureau, now=at(date(2026, 12, 8)))
    await takes(again, mine, date(2026, 12, 9))
    assert await reminded(supervisor, date(2026, 12, 9)) == 0
    assert await reminded(supervisor, date(2026, 12, 10)) == 1
    await replace(bureau, now=at(date(2026, 12, 10))).do(
        answer_need,
        **mine,
        outcome=NeedOutcome.HELPED,
        answer="Oui.",
        now=at(date(2026, 12, 10)),
    )
    assert await reminded(supervisor, date(2026, 12, 30)) == 0


async def test_of_an_actor_the_supervisor_reads_who_promised_and_the_actor_is_written(
    units: UnitsOfWork, supervisor: Somebody, heard: Heard, superuser: asyncpg.Connection
) -> None:
    dsden = units.department_uai
    need_id = await sent(company(units))
    actor_id = await supervisor.adds("Greta", mail="contact@greta.example")
    await passed_on(supervisor, need_id, actor_id=actor_id)
    [mine] = await assignments_of(supervisor, need_id)
    part = {"need_id": need_id, "assignment_id": mine.id}
    await takes(company(units), part)
    assert await reminded(supervisor, date(2026, 12, 7)) == 1

    assert await heard(supervisor.later()) == [(dsden, "promise_passed")]
    kinds = await superuser.fetch("SELECT kind FROM need_letters WHERE assignment_id = $1", mine.id)
    assert [row["kind"] for row in kinds].count("promise_passed") == 1
    said = await facts_on(units, date(2026, 12, 7), dsden, mine.id)
    assert said == [("Promis par", "Greta"), ("Réponse promise le", "vendredi 4\u00a0décembre")]


async def test_who_promises_nothing_anew_of_a_reopened_need_is_reminded_once(
    units: UnitsOfWork,
    supervisor: Somebody,
    bureau: Somebody,
    heard: Heard,
    superuser: asyncpg.Connection,
) -> None:
    await know_the_network(supervisor)
    dsden = units.department_uai
    need_id = await sent(company(units))
    actor_id = await supervisor.adds("Greta", mail="contact@greta.example")
    await passed_on(supervisor, need_id, HERE, actor_id=actor_id)
    mine = await of(supervisor, need_id, HERE)
    await takes(bureau, mine)
    await bureau.do(
        answer_need, **mine, outcome=NeedOutcome.NO_SOLUTION, answer="Non.", now=bureau.later()
    )
    theirs = next(one for one in await assignments_of(supervisor, need_id) if one.actor_id)
    part: dict[str, Any] = {"need_id": need_id, "assignment_id": theirs.id}
    await takes(company(units), part)
    when = supervisor.later()
    helped = NeedOutcome.HELPED
    await company(units).do(answer_need, **part, outcome=helped, answer="Oui.", now=when)
    await heard(supervisor.later())
    await decides(supervisor, reopen_need, need_id)
    await heard(supervisor.later())

    # The company was told by which day it knows when it has an answer: that day is not past yet.
    due_on = (await need_of(supervisor, need_id)).due_on
    assert due_on == date(2026, 12, 1)
    assert await reminded(supervisor, due_on) == 0
    assert await reminded(supervisor, date(2026, 12, 2)) == 2
    assert await reminded(supervisor, date(2026, 12, 3)) == 0
    told = [(HERE, "promise_passed"), (dsden, "promise_passed")]
    assert sorted(await heard(supervisor.later())) == sorted(told)
    kinds = await superuser.fetch(
        "SELECT kind FROM need_letters WHERE assignment_id = $1", theirs.id
    )
    assert [row["kind"] for row in kinds].count("promise_passed") == 1
    said = await facts_on(units, date(2026, 12, 2), dsden, theirs.id)
    assert said == [("Réponse promise", "aucun jour pour le moment")]
    # Who promises has promised: what was said is over, and the day that counts is theirs.
    again = replace(bureau, now=at(date(2026, 12, 3)))
    await takes(again, mine, date(2026, 12, 4))
    assert await reminded(supervisor, date(2026, 12, 4)) == 0
    assert await reminded(supervisor, date(2026, 12, 7)) == 1


async def facts_on(units: UnitsOfWork, day: date, uai: str, about: UUID) -> list[tuple[str, str]]:
    """The lines of a passed promise that say who promised what, that day."""
    asked = NoticesRequest(asked=(AskedNotice(kind=NoticeKind.NEED_PROMISE_PASSED, about=about),))
    scope = Scope(frozenset({Uai(uai)}), department_wide=True)
    async with units.begin(scope, now=at(day)) as uow:
        [said] = (await notices_of_the_network(asked, uow)).facts
    assert said is not None
    assert said.standing
    return [(one.label, one.text) for one in said.lines if "romis" in one.label]


def test_everybody_of_a_bureau_who_may_act_on_a_need_is_told_of_it() -> None:
    may_act = PERMISSIONS.roles(HANDLE_NEEDS)
    of_bureaux = (Template.NEED_ASSIGNED, Template.NEED_SETTLED, Template.NEED_AGAIN)
    for kind in (*of_bureaux, Template.NEED_PROMISE_PASSED):
        assert set(may_act) <= set(KINDS[kind].readers), kind
    assert Role.SUPERVISOR in KINDS[Template.NEED_PROMISE_PASSED].readers
