"""Questions on a real server and a real database: answered at once, or not at all, and forgotten."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio
from nats.aio.msg import Msg
from pydantic import BaseModel
from sqlalchemy import insert, select
from structlog.testing import capture_logs

from contracts.identifiers import PlacementId, SiteKey, Uai
from contracts.internships.periods import (
    PLACEMENT_DATES,
    PLACEMENT_LETTER,
    PlacementDates,
    PlacementLetter,
    PlacementRequest,
)
from contracts.portal.accounts import BUREAU_PEOPLE, BureauRequest
from contracts.questions import Question
from deploy.embedded.nats import EmbeddedNats
from services.chassis.base.errors import NotFound
from services.chassis.base.settings import Settings, placeholder_uai
from services.chassis.database.infrastructure_errors import is_trouble
from services.chassis.database.tables import due_work
from services.chassis.nats.connection import Bus
from services.chassis.questions import (
    Answers,
    AnswersMisdeclared,
    Asker,
    QuestionNotOurs,
    QuestionRefused,
    QuestionUnanswered,
    Responder,
)
from services.chassis.questions.outcomes import Why
from services.chassis.questions.responder import AT_ONCE_MAX, WAITING_MAX
from services.chassis.questions.wire import TOGETHER_MAX, pack_outcomes, pack_requests
from services.chassis.unit_of_work.unit_of_work import UnitOfWork, UnitsOfWork
from tests.chassis.facts import BOURDELLE, MAURY, scope_of
from tests.chassis.ledger import entries
from tests.support.bus import Declared, bus_of, generated_server
from tests.support.waiting import eventually

OWNER, ASKER = "internships", "notifications"
SECRET = "Marie Canari"
DATES = PlacementDates(
    standing=True, formation=SECRET, starts_on=date(2027, 1, 4), ends_on=date(2027, 1, 29)
)
PATIENT = replace(PLACEMENT_DATES, timeout_seconds=20.0)
"""The same question, asked by somebody who gives a busy machine its time."""
REQUEST = PlacementRequest(placement_id=PlacementId(uuid4()))


@dataclass
class Behaviour:
    """What the handler of the test does before it answers, and how often it was asked."""

    before: Callable[[UnitOfWork], Awaitable[object]] | None = None
    told: BaseModel = field(default_factory=lambda: DATES)
    asked: int = 0
    finished: int = 0

    async def answer(self, request: PlacementRequest, uow: UnitOfWork) -> PlacementDates:
        self.asked += 1
        assert request == REQUEST
        if self.before is not None:
            await self.before(uow)
        self.finished += 1
        return self.told  # type: ignore[return-value] # a test tells something else


@dataclass
class Site:
    """Who asks and who answers, on one server."""

    settings: Settings
    server: EmbeddedNats
    units: UnitsOfWork
    bus: Bus
    stack: AsyncExitStack = field(repr=False)

    @property
    def ask(self) -> Asker:
        return Asker(self.bus, service=ASKER, department="82")

    async def replica(self, answers: Answers) -> Responder:
        """One more process of the owner."""
        bus = await self.stack.enter_async_context(bus_of(self.settings, OWNER))
        responder = Responder(
            answers,
            bus=bus,
            units=self.units,
            department="82",
        )
        await responder.start()
        self.stack.push_async_callback(responder.stop)
        await bus.client.flush()
        return responder

    async def answers_with(
        self, behaviour: Behaviour, question: Question[PlacementRequest, PlacementDates] = PATIENT
    ) -> Responder:
        answers = Answers(OWNER)
        answers.to(question)(behaviour.answer)
        return await self.replica(answers)

    async def unanswered(
        self, question: Question[PlacementRequest, PlacementDates] = PATIENT
    ) -> Why:
        """Ask, and say why nothing came back."""
        with pytest.raises(QuestionUnanswered) as raised:
            await self.ask(question, MAURY, REQUEST)
        return raised.value.why


@asynccontextmanager
async def asking(folder: Path, settings: Settings, units: UnitsOfWork) -> AsyncIterator[Site]:
    services = [Declared(name) for name in (OWNER, ASKER, "partnerships", "portal")]
    async with generated_server(folder, settings, services) as server, AsyncExitStack() as stack:
        located = settings.replaced(nats_url=server.url)
        bus = await stack.enter_async_context(bus_of(located, ASKER))
        yield Site(located, server, units, bus, stack)


@pytest_asyncio.fixture
async def site(tmp_path: Path, units: UnitsOfWork) -> AsyncIterator[Site]:
    settings = Settings(credentials=tmp_path / "credentials")
    async with asking(tmp_path, settings, units) as site:
        yield site


async def _answered(site: Site) -> bool:
    try:
        return await site.ask(PATIENT, MAURY, REQUEST) == DATES
    except QuestionUnanswered:
        return False


async def test_the_owner_answers_who_may_ask(site: Site) -> None:
    await site.answers_with(Behaviour())

    assert await site.ask(PATIENT, MAURY, REQUEST) == DATES


async def test_an_answer_sees_the_rows_of_the_lycee_asked_about_only(
    site: Site, units: UnitsOfWork
) -> None:
    for uai in (MAURY, BOURDELLE):
        async with units.begin(scope_of(uai)) as uow:
            await uow.execute(insert(entries), {"entry_id": uuid4(), "uai": uai, "label": str(uai)})
    answers = Answers(OWNER)

    @answers.to(PATIENT)
    async def label(_: PlacementRequest, uow: UnitOfWork) -> PlacementDates:
        found = (await uow.execute(select(entries.c.label))).scalars().all()
        return DATES.model_copy(update={"formation": ",".join(found)})

    await site.replica(answers)

    assert (await site.ask(PATIENT, MAURY, REQUEST)).formation == MAURY
    assert (await site.ask(PATIENT, BOURDELLE, REQUEST)).formation == BOURDELLE


@pytest.mark.parametrize(
    ("wide", "asked_for", "seen"),
    [
        (True, placeholder_uai("82"), {MAURY, BOURDELLE}),
        (True, MAURY, {MAURY}),
        (False, placeholder_uai("82"), set[Uai]()),
    ],
)
async def test_asked_for_the_department_who_reads_all_lycees_sees_them(
    site: Site, units: UnitsOfWork, wide: bool, asked_for: Uai, seen: set[Uai]
) -> None:
    for uai in (MAURY, BOURDELLE):
        async with units.begin(scope_of(uai)) as uow:
            await uow.schedule("a job", key="one", due_at=uow.now)
    answers = Answers(OWNER)

    @answers.to(PATIENT, department_wide=wide)
    async def lycees(_: PlacementRequest, uow: UnitOfWork) -> PlacementDates:
        found = (await uow.execute(select(due_work.c.uai))).scalars().all()
        return DATES.model_copy(update={"formation": ",".join(found)})

    await site.replica(answers)

    told = (await site.ask(PATIENT, asked_for, REQUEST)).formation
    assert set(filter(None, told.split(","))) == seen


async def test_what_the_owner_does_not_have_is_refused_for_good(site: Site) -> None:
    async def absent(_: UnitOfWork) -> None:
        raise NotFound

    await site.answers_with(Behaviour(absent))

    with pytest.raises(QuestionRefused) as raised:
        await site.ask(PATIENT, MAURY, REQUEST)
    assert raised.value.code == "not-found"
    assert not is_trouble(raised.value)


async def test_who_asks_is_told_that_nobody_answers_and_does_not_wait_in_vain(site: Site) -> None:
    assert await site.unanswered() is Why.NOBODY_ANSWERS


async def test_without_nats_a_question_is_trouble_that_passes(site: Site) -> None:
    await site.answers_with(Behaviour())
    await site.server.stop()
    await eventually(lambda: not site.bus.connected)

    with pytest.raises(QuestionUnanswered) as raised:
        await site.ask(PATIENT, MAURY, REQUEST)
    assert raised.value.why is Why.BUS_DOWN
    assert is_trouble(raised.value)

    await site.server.start()
    await eventually(lambda: _answered(site))


async def test_who_asks_waits_no_longer_than_the_question_allows(site: Site) -> None:
    never = asyncio.Event()
    behaviour = Behaviour(lambda _: never.wait())
    await site.answers_with(behaviour, PLACEMENT_DATES)

    whys = await asyncio.gather(*(site.unanswered(PLACEMENT_DATES) for _ in range(AT_ONCE_MAX)))
    assert set(whys) == {Why.TIMEOUT}

    behaviour.before = None
    # what nobody waits for any more has left its place
    await eventually(lambda: _answered(site))
    assert behaviour.finished >= 1


async def test_an_answer_writes_nothing(site: Site, superuser: asyncpg.Connection) -> None:
    async def write(uow: UnitOfWork) -> None:
        await uow.execute(insert(entries), {"entry_id": uuid4(), "uai": MAURY, "label": "x"})

    with capture_logs():
        await site.answers_with(Behaviour(write))
        assert await site.unanswered() is Why.FAILED
    assert await superuser.fetchval("SELECT count(*) FROM entries") == 0


async def test_an_answer_tells_no_more_than_was_declared(site: Site) -> None:
    """A letter is dates with a pupil's name: it must not pass for dates."""
    letter = PlacementLetter(
        **DATES.model_dump(), pupil_name=SECRET, site_key=SiteKey.local(uuid4())
    )
    with capture_logs():
        await site.answers_with(Behaviour(told=letter))
        assert await site.unanswered() is Why.FAILED


async def test_what_is_not_an_answer_is_not_taken_for_one(site: Site) -> None:
    async def lie(message: Msg) -> None:
        reply = pack_outcomes([DATES]).decode().replace("true", '"yes"')
        await owner.publish(message.reply, reply.encode())

    async with bus_of(site.settings, OWNER) as owner:
        await owner.subscribe(PLACEMENT_DATES.filter_subject("82"), lie)
        await owner.client.flush()

        assert await site.unanswered() is Why.ANSWER_MALFORMED


async def test_what_is_not_a_request_reaches_no_handler(site: Site) -> None:
    behaviour = Behaviour()
    await site.answers_with(behaviour)

    reply = await site.bus.request(PLACEMENT_DATES.subject("82", MAURY), b'{"placement_id": 7}')

    assert (reply.headers or {})["Passerelle-Trouble"] == Why.REQUEST_MALFORMED
    assert (reply.data, behaviour.asked) == (b"", 0)


async def test_neither_end_writes_what_was_told_into_a_log(site: Site) -> None:
    async def fail(_: UnitOfWork) -> None:
        raise RuntimeError(SECRET)

    for behaviour in (Behaviour(fail), Behaviour(told=BureauRequest())):
        with capture_logs() as logs:
            responder = await site.answers_with(behaviour)
            assert await site.unanswered() is Why.FAILED
            await responder.stop()
        said = [log for log in logs if log["event"].startswith("question.")]
        assert {log["event"] for log in said} == {"question.failed", "question.unanswered"}
        assert SECRET not in str(said)
        assert str(REQUEST.placement_id) not in str(said)


async def test_replicas_share_the_questions(site: Site) -> None:
    one, other = Behaviour(), Behaviour()
    await site.answers_with(one)
    await site.answers_with(other)

    for _ in range(40):
        await site.ask(PATIENT, MAURY, REQUEST)

    assert one.asked + other.asked == 40
    assert min(one.asked, other.asked) > 0


async def test_a_replica_that_stops_leaves_no_question_unanswered(site: Site) -> None:
    leaving, staying = Behaviour(), Behaviour()
    responder = await site.answers_with(leaving)
    await site.answers_with(staying)

    async def ask_all() -> None:
        for _ in range(200):
            assert await site.ask(PATIENT, MAURY, REQUEST) == DATES

    asked = asyncio.create_task(ask_all())
    await eventually(lambda: leaving.asked > 5)
    await responder.stop()
    begun = leaving.asked
    await asked

    assert leaving.asked == leaving.finished == begun
    assert leaving.asked + staying.asked == 200


async def test_a_flood_of_questions_is_told_to_come_back(site: Site) -> None:
    held = asyncio.Event()
    await site.answers_with(Behaviour(lambda _: held.wait()), PLACEMENT_DATES)

    whys = await asyncio.gather(*(site.unanswered(PLACEMENT_DATES) for _ in range(WAITING_MAX + 5)))

    assert whys.count(Why.BUSY) == 5
    assert set(whys) == {Why.BUSY, Why.TIMEOUT}


async def test_a_service_asks_only_what_it_was_declared_to_ask(site: Site) -> None:
    async with bus_of(site.settings, "partnerships") as bus:
        asker = Asker(bus, service="partnerships", department="82")

        with pytest.raises(QuestionNotOurs):
            await asker.ask(PLACEMENT_LETTER, MAURY, REQUEST)


def test_a_service_answers_its_own_questions_once_each() -> None:
    answers = Answers(OWNER)
    answers.to(PLACEMENT_DATES)(Behaviour().answer)

    with pytest.raises(AnswersMisdeclared, match="twice"):
        answers.to(PLACEMENT_DATES)(Behaviour().answer)
    with pytest.raises(AnswersMisdeclared, match="does not answer"):
        answers.to(BUREAU_PEOPLE)(Behaviour().answer)  # type: ignore[arg-type] # wrong on purpose


def _requests(count: int) -> list[PlacementRequest]:
    return [PlacementRequest(placement_id=PlacementId(uuid4())) for _ in range(count)]


async def _owner_of(site: Site, known: dict[PlacementId, PlacementDates]) -> list[PlacementId]:
    """Answer about these placements alone; the returned list grows with each that is asked."""
    asked: list[PlacementId] = []
    answers = Answers(OWNER)

    async def told(request: PlacementRequest, _: UnitOfWork) -> PlacementDates:
        asked.append(request.placement_id)
        if request.placement_id not in known:
            raise NotFound
        return known[request.placement_id]

    answers.to(PATIENT)(told)
    await site.replica(answers)
    return asked


async def test_what_is_asked_at_once_is_told_to_each(site: Site) -> None:
    requests = _requests(2 * TOGETHER_MAX + 1)
    known = {
        one.placement_id: DATES.model_copy(update={"formation": f"Formation {number}"})
        for number, one in enumerate(requests)
        if number % 3
    }
    asked = await _owner_of(site, known)
    asker = site.ask

    outcomes = await asyncio.gather(
        *(asker(PATIENT, MAURY, one) for one in requests), return_exceptions=True
    )

    assert sorted(asked) == sorted(one.placement_id for one in requests)
    for one, outcome in zip(requests, outcomes, strict=True):
        if one.placement_id in known:
            assert outcome == known[one.placement_id]
        else:
            assert isinstance(outcome, QuestionRefused)
            assert outcome.code == "not-found"


async def test_what_is_asked_at_once_about_one_lycee_leaves_in_one_message(site: Site) -> None:
    messages: list[str] = []

    async def hear(message: Msg) -> None:
        messages.append(message.subject)
        outcomes = [DATES] * len(json.loads(message.data))
        await owner.publish(message.reply, pack_outcomes(outcomes))

    asker = site.ask
    async with bus_of(site.settings, OWNER) as owner:
        await owner.subscribe(PATIENT.filter_subject("82"), hear)
        await owner.client.flush()
        here = [asker(PATIENT, MAURY, one) for one in _requests(3)]
        there = [asker(PATIENT, BOURDELLE, one) for one in _requests(2)]

        assert await asyncio.gather(*here, *there) == [DATES] * 5

    assert sorted(messages) == sorted(PATIENT.subject("82", uai) for uai in (MAURY, BOURDELLE))


async def test_who_stops_listening_takes_no_answer_from_the_others(site: Site) -> None:
    asked = await _owner_of(site, {})
    asker = site.ask
    stays, leaves = (asyncio.create_task(asker(PATIENT, MAURY, one)) for one in _requests(2))
    await asyncio.sleep(0)
    leaves.cancel()

    with pytest.raises(QuestionRefused):
        await stays

    assert leaves.cancelled()
    assert len(asked) == 2


@pytest.mark.parametrize(
    "outcomes",
    [b"[]", b"[{}]", pack_outcomes([DATES, DATES]), pack_outcomes([DATES]) + b"]"],
    ids=["none", "says nothing", "one too many", "broken"],
)
async def test_outcomes_that_are_not_those_of_the_requests_are_not_taken(
    site: Site, outcomes: bytes
) -> None:
    async def lie(message: Msg) -> None:
        await owner.publish(message.reply, outcomes)

    async with bus_of(site.settings, OWNER) as owner:
        await owner.subscribe(PLACEMENT_DATES.filter_subject("82"), lie)
        await owner.client.flush()

        assert await site.unanswered() is Why.ANSWER_MALFORMED


async def test_more_than_may_be_asked_at_once_reaches_no_handler(site: Site) -> None:
    asked = await _owner_of(site, {})
    payload = pack_requests(_requests(TOGETHER_MAX + 1))

    reply = await site.bus.request(PLACEMENT_DATES.subject("82", MAURY), payload)

    assert (reply.headers or {})["Passerelle-Trouble"] == Why.REQUEST_MALFORMED
    assert asked == []
