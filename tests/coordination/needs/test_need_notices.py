"""What is said of a need to who has it and to the supervisor, while it is so."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from contracts.coordination.needs import (
    NeedAnsweredV1,
    NeedEscalatedV1,
    NeedHandler,
    NeedId,
    NeedOutcome,
)
from contracts.event import Event
from contracts.notices import AskedNotice, NoticeFacts, NoticeKind, NoticesRequest
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.coordination.base.answers import notices_of_the_network
from services.coordination.need_cards.commands.recall_need import recall_need
from services.coordination.need_cards.commands.reopen_need import reopen_need
from services.coordination.need_delays.commands import escalate_needs
from services.coordination.needs.commands.answer_need import answer_need
from services.coordination.needs.commands.close_need import close_need
from services.coordination.needs.commands.take_need import take_need
from services.notifications.mails.model.template import Template
from services.notifications.notice_rules.model.rules import told_by
from tests.coordination.needs.test_escalation import at
from tests.coordination.needs.world import (
    assignments_of,
    company,
    need_of,
    passed_on,
    sent,
    told,
)
from tests.coordination.world import Somebody
from tests.support.network import ELSEWHERE, HERE

ASSIGNED, RECEIVED, LATE, ANSWERED = (
    NoticeKind.NEED_ASSIGNED,
    NoticeKind.NEED_RECEIVED,
    NoticeKind.NEED_LATE,
    NoticeKind.NEED_ANSWERED,
)


async def facts(
    units: UnitsOfWork,
    scope: Scope,
    kind: NoticeKind,
    about: UUID,
    day: date = date(2026, 11, 25),
) -> NoticeFacts | None:
    request = NoticesRequest(asked=(AskedNotice(kind=kind, about=about),))
    async with units.begin(scope, now=at(day)) as uow:
        [said] = (await notices_of_the_network(request, uow)).facts
    return said


@pytest.fixture
def dsden(units: UnitsOfWork) -> Scope:
    """As the chassis answers what is asked for the DSDEN."""
    return Scope(frozenset({units.department_uai}), department_wide=True)


async def test_a_bureau_is_told_what_waits_for_it_until_it_has_it(
    units: UnitsOfWork, supervisor: Somebody, bureau: Somebody, other_bureau: Somebody
) -> None:
    need_id = await sent(company(units))
    await passed_on(supervisor, need_id, HERE)
    (mine,) = await assignments_of(bureau, need_id)

    said = await facts(units, bureau.scope, ASSIGNED, mine.id)
    assert said is not None
    assert (said.standing, said.path) == (True, f"/besoins/{need_id}")
    assert "Belkacem" not in said.model_dump_json()
    assert [(line.label, line.text) for line in said.lines] == [
        ("Entreprise", "Menuiserie Delrieu"),
        ("Besoin", "Trouver un apprenti"),
        ("Reçu par", "Formulaire public"),
        ("À prendre avant la fin du", "mardi 1er\u00a0décembre"),
    ]
    assert await facts(units, other_bureau.scope, ASSIGNED, mine.id) is None

    await bureau.do(
        take_need,
        need_id=need_id,
        assignment_id=mine.id,
        promised_on=date(2026, 12, 4),
        now=bureau.later(),
    )
    said = await facts(units, bureau.scope, ASSIGNED, mine.id)
    assert said is not None
    assert not said.standing


async def test_who_else_has_it_is_told_of_its_own_part_alone(
    units: UnitsOfWork, supervisor: Somebody, bureau: Somebody, other_bureau: Somebody
) -> None:
    need_id = await sent(company(units))
    await passed_on(supervisor, need_id, HERE, ELSEWHERE)
    mine = next(one for one in await assignments_of(bureau, need_id) if one.uai == HERE)

    assert await facts(units, bureau.scope, ASSIGNED, mine.id) is not None
    assert await facts(units, other_bureau.scope, ASSIGNED, mine.id) is None


async def test_what_is_taken_back_or_over_waits_for_nobody(
    units: UnitsOfWork, supervisor: Somebody, bureau: Somebody
) -> None:
    need_id = await sent(company(units))
    await passed_on(supervisor, need_id, HERE)
    (mine,) = await assignments_of(bureau, need_id)
    version = (await need_of(supervisor, need_id)).version
    await supervisor.do(
        recall_need,
        need_id=need_id,
        version=version,
        assignment_id=mine.id,
        now=supervisor.later(),
    )
    assert await facts(units, bureau.scope, ASSIGNED, mine.id) is None


async def test_the_supervisor_is_told_what_came_and_nothing_she_noted_herself(
    units: UnitsOfWork, supervisor: Somebody, bureau: Somebody, dsden: Scope
) -> None:
    for need_id, waits in ((await sent(company(units)), True), (await told(supervisor), False)):
        said = await facts(units, dsden, RECEIVED, need_id)
        assert said is not None
        assert said.standing is waits
    noted = await told(bureau)
    said = await facts(units, bureau.scope, RECEIVED, noted)
    assert said is not None
    assert said.standing
    await passed_on(supervisor, noted, HERE)
    said = await facts(units, bureau.scope, RECEIVED, noted)
    assert said is not None
    assert not said.standing
    assert await facts(units, dsden, RECEIVED, uuid4()) is None


async def test_that_a_need_a_bureau_noted_is_late_is_told_to_the_dsden(
    units: UnitsOfWork, supervisor: Somebody, bureau: Somebody, dsden: Scope
) -> None:
    need_id = await told(bureau)
    late = at(date(2026, 12, 2))
    await replace(supervisor, now=late).do(escalate_needs, now=late)

    said = await facts(units, dsden, LATE, need_id, late.date())
    assert said is not None
    assert said.standing
    await passed_on(supervisor, need_id, HERE)
    (mine,) = await assignments_of(bureau, need_id)
    await bureau.do(
        answer_need,
        need_id=need_id,
        assignment_id=mine.id,
        outcome=NeedOutcome.HELPED,
        answer="C’est fait.",
        now=bureau.later(),
    )
    said = await facts(units, dsden, LATE, need_id)
    assert said is not None
    assert not said.standing
    said = await facts(units, dsden, ANSWERED, need_id)
    assert said is not None
    assert said.standing
    version = (await need_of(supervisor, need_id)).version
    await supervisor.do(close_need, need_id=need_id, version=version, now=supervisor.later())
    said = await facts(units, dsden, ANSWERED, need_id)
    assert said is not None
    assert not said.standing


async def test_what_is_reopened_was_late_before_and_is_not_now(
    units: UnitsOfWork, supervisor: Somebody, bureau: Somebody, dsden: Scope
) -> None:
    need_id = await told(bureau)
    late = at(date(2026, 12, 2))
    hers = replace(supervisor, now=late)
    await hers.do(escalate_needs, now=late)
    await passed_on(supervisor, need_id, HERE)
    version = (await need_of(supervisor, need_id)).version
    await hers.do(close_need, need_id=need_id, version=version, now=late)
    await hers.do(reopen_need, need_id=need_id, version=version + 1, now=late)
    said = await facts(units, dsden, LATE, need_id, late.date())
    assert said is not None
    assert not said.standing


def test_the_supervisor_is_told_no_answer_of_her_own() -> None:
    day, need_id = date(2026, 12, 2), NeedId(uuid4())
    late: Event = NeedEscalatedV1(need_id=need_id, occurred_on=day)
    assert [rule.tells for rule in told_by(late, day)] == [Template.NEED_LATE]
    by = {
        handler: NeedAnsweredV1(
            need_id=need_id, outcome=NeedOutcome.HELPED, handler=handler, occurred_on=day
        )
        for handler in NeedHandler
    }
    assert told_by(by[NeedHandler.SUPERVISOR], day) == ()
    assert [rule.tells for rule in told_by(by[NeedHandler.BUREAU], day)] == [Template.NEED_ANSWERED]
