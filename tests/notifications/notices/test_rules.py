"""The rules of notices: what each event tells of what, and what it takes back, heard on a real bus."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from contracts.coordination.needs import NeedFollowedV1, NeedStep
from contracts.documents.examples import example
from contracts.event import Event
from contracts.internships.follow_up import (
    PlacementAlertRaisedV1,
    ReferentAssignedV1,
    ReportLevel,
)
from contracts.internships.mobility import AidState, MobilityAidMovedV1
from contracts.notices import OWNERS, NoticeKind
from deploy.nats.durables import BusService
from deploy.nats.provision import provision
from services.chassis.base.identity import Role
from services.chassis.reactions.consumer import ReactionRunner
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kinds import KINDS
from services.notifications.notice_kinds.model.rhythm import Rhythm
from services.notifications.notice_rules.model.endings import ENDINGS, ended_by
from services.notifications.notice_rules.model.events import EVENTS
from services.notifications.notice_rules.model.rule import Ending, Rule
from services.notifications.notice_rules.model.rules import NEWS_FOR, RULES, told_by
from services.notifications.notices.model import default_rhythm
from services.notifications.service import SERVICE
from services.notifications.subscribers import reactions
from tests.notifications.world import Post
from tests.support.bus import NOW, Declared, Speaker, bus_of, generated_server
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

SPEAKERS = sorted({event.service() for event in EVENTS})
SERVICES: tuple[BusService, ...] = (*(Declared(name) for name in SPEAKERS), SERVICE)
# After the reactions first ran: `since="now"` looks at when a fact was recorded.
LATER = datetime(2100, 1, 1, tzinfo=UTC)
_CONCERNED = "SELECT count(*) FROM mails WHERE recipient = 'concerned'"


def saying(rule: Rule, **more: Any) -> Event:
    """An event this rule tells of."""
    said = {name: next(iter(values)) for name, values in rule.when.items()}
    more = dict.fromkeys(rule.needs, uuid4()) | more
    return example(rule.on).model_copy(update={rule.about: uuid4(), **said, **more})


@dataclass
class Told:
    """The services whose events notifications hears."""

    speakers: dict[str, Speaker] = field(default_factory=dict)

    async def say(self, event: Event) -> None:
        await self.speakers[event.service()].say(event, at=LATER)


@pytest_asyncio.fixture
async def told(
    post: Post, service_databases: ServiceDatabases, tmp_path: Path
) -> AsyncIterator[Told]:
    settings = service_databases.settings
    async with (
        generated_server(tmp_path, settings, SERVICES) as server,
        AsyncExitStack() as stack,
    ):
        here = settings.replaced(nats_url=server.url)
        await provision(here, SERVICES)
        bus = await stack.enter_async_context(bus_of(here, "notifications"))
        running = Told()
        for name in SPEAKERS:
            running.speakers[name] = Speaker(await stack.enter_async_context(bus_of(here, name)))
        runner = ReactionRunner(
            reactions, bus=bus, units=post.units, department="82", clock=lambda: NOW
        )
        await runner.start()
        yield running
        await runner.stop()


async def states(post: Post, about: object) -> dict[str, str]:
    """The state of each mail about a thing, by template."""
    rows = await post.superuser.fetch(
        "SELECT template, state FROM mails WHERE aggregate_id = $1 AND recipient = 'concerned'",
        about,
    )
    return {row["template"]: row["state"] for row in rows}


async def test_each_event_of_the_table_is_told_once_to_whom_it_concerns(
    told: Told, post: Post
) -> None:
    said = [(rule, saying(rule)) for rule in RULES]
    for _, event in said:
        await told.say(event)

    async def all_asked() -> bool:
        return bool(await post.superuser.fetchval(_CONCERNED) == len(RULES))

    await eventually(all_asked)
    for rule, event in said:
        assert await states(post, rule.thing(event)) == {rule.tells.value: "queued"}


def test_what_a_company_added_is_to_be_read_until_its_need_is_over_and_no_less_while_another_has_it() -> (
    None
):
    def ends(step: NeedStep) -> bool:
        followed = example(NeedFollowedV1).model_copy(update={"step": step})
        return any(Template.NEED_PRECISED in one.ends for one in ended_by(followed))

    over = {NeedStep.ANSWERED, NeedStep.CLOSED, NeedStep.WITHDRAWN, NeedStep.DISMISSED}
    assert {step for step in NeedStep if ends(step)} == over


async def _is_queued(post: Post, rule: Rule, event: Event) -> bool:
    return (await states(post, rule.thing(event))).get(rule.tells.value) == "queued"


async def test_what_an_event_takes_back_does_not_leave(told: Told, post: Post) -> None:
    ended: list[tuple[Ending, Rule, Event]] = []
    for ending in ENDINGS:
        for rule in (one for one in RULES if one.tells in ending.ends and one.on is not ending.on):
            event = saying(rule)
            await told.say(event)
            if ending.on.audience() != rule.on.audience():
                # Two streams keep no order between them.
                await eventually(partial(_is_queued, post, rule, event))
            when = {name: next(iter(values)) for name, values in ending.when.items()}
            about = {ending.about: rule.thing(event)}
            taken = example(ending.on).model_copy(update=when | about)
            await told.say(taken)
            ended.append((ending, rule, event))
    assert len(ended) >= len({ending.on for ending in ENDINGS})

    async def all_over() -> bool:
        for _, rule, event in ended:
            assert (await states(post, rule.thing(event))).get(rule.tells.value) == "cancelled"
        return True

    await eventually(all_over)
    reasons = await post.superuser.fetch(
        "SELECT DISTINCT last_reason FROM mails"
        " WHERE state = 'cancelled' AND recipient = 'concerned'"
    )
    assert [row[0] for row in reasons] == ["over"]


async def test_a_pupil_given_to_another_teacher_is_told_to_that_one_alone(
    told: Told, post: Post
) -> None:
    given = example(ReferentAssignedV1).model_copy(update={"following_id": uuid4()})

    async def found() -> list[str]:
        rows = await post.superuser.fetch(
            "SELECT state FROM mails WHERE aggregate_id = $1 AND template = 'referent_assigned'"
            " ORDER BY state",
            given.following_id,
        )
        return [row["state"] for row in rows]

    for referent, states_then in (
        (uuid4(), ["queued"]),
        (uuid4(), ["cancelled", "queued"]),
        (None, ["cancelled", "cancelled"]),
    ):
        await told.say(given.model_copy(update={"referent_id": referent}))

        async def as_expected(expected: list[str] = states_then) -> bool:
            return await found() == expected

        await eventually(as_expected)


def test_a_pupil_who_is_nobodys_is_told_to_nobody() -> None:
    event = example(ReferentAssignedV1).model_copy(update={"referent_id": None})

    assert told_by(event, event.occurred_on) == ()


@pytest.mark.parametrize(
    ("level", "tells"),
    [
        (ReportLevel.URGENT, [Template.ALERT_URGENT]),
        (ReportLevel.PROBLEM, [Template.ALERT_PROBLEM]),
        (ReportLevel.VIGILANCE, [Template.ALERT_VIGILANCE]),
        (ReportLevel.NONE, []),
    ],
)
def test_an_alert_is_told_by_its_level(level: ReportLevel, tells: list[Template]) -> None:
    event = example(PlacementAlertRaisedV1).model_copy(update={"level": level})

    assert [rule.tells for rule in told_by(event, event.occurred_on)] == tells


@pytest.mark.parametrize(
    ("state", "told_of"),
    [
        (AidState.ASKED, False),
        (AidState.ELIGIBLE, False),
        (AidState.INELIGIBLE, True),
        (AidState.GRANTED, True),
        (AidState.PAID, True),
        (None, False),
    ],
)
def test_an_aid_is_told_of_once_it_is_decided(state: AidState | None, told_of: bool) -> None:
    event = example(MobilityAidMovedV1).model_copy(update={"state": state})

    assert bool(told_by(event, event.occurred_on)) is told_of


def test_what_happened_long_ago_is_no_news() -> None:
    event = example(PlacementAlertRaisedV1).model_copy(update={"level": ReportLevel.URGENT})

    assert told_by(event, event.occurred_on + NEWS_FOR)
    assert not told_by(event, event.occurred_on + NEWS_FOR + timedelta(days=1))


def test_each_kind_has_an_owner_words_and_readers() -> None:
    assert {kind.value for kind in KINDS} == {kind.value for kind in NoticeKind} == set(OWNERS)
    for kind, words in KINDS.items():
        assert words.readers or words.concerns, kind
        assert Rhythm.NONE not in words.readers.values(), kind
        for text in (words.sentence, words.decides, words.when):
            assert text.endswith("."), (kind, text)
        assert len(words.subject) <= 60, kind


def test_an_urgent_alert_is_told_at_once_to_the_bureau_and_the_head_and_cannot_be_turned_off() -> (
    None
):
    for role in (Role.RBDE, Role.DDFPT, Role.HEAD):
        told = default_rhythm(Template.ALERT_URGENT, frozenset({role}))
        assert told is Rhythm.AT_ONCE
    assert KINDS[Template.ALERT_URGENT].duty
    assert default_rhythm(Template.ALERT_URGENT, frozenset({Role.SUPERVISOR})) is None


def test_the_department_is_told_nothing_of_a_pupil() -> None:
    department = {role for role in Role if role.department_wide}
    about_pupils = {kind for kind, asked in OWNERS.items() if asked.service == "internships"}

    for kind in about_pupils:
        assert not department & set(KINDS[Template(kind.value)].readers), kind
