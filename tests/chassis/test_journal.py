"""Facts are numbered without a hole, in the transaction that made them true."""

import asyncio
import json
from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy import insert

from contracts.envelope import Envelope, from_headers
from contracts.identifiers import PublicText, SchoolYear, Uai
from contracts.internships.periods import FormationOpenedV1
from contracts.partnerships.companies import CompanyOnboardedV1
from contracts.portal.accounts import LyceeOpenedV1
from contracts.streams import MAX_MSG_SIZE
from services.chassis.base import failpoints
from services.chassis.base.errors import LyceeNotChosen, NotFound, PayloadTooLarge
from services.chassis.base.settings import placeholder_uai
from services.chassis.unit_of_work.decisions import publish_decision
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork
from tests.chassis.facts import (
    BOURDELLE,
    MAURY,
    NOW,
    TODAY,
    bureau_event,
    department_event,
    scope_of,
)
from tests.chassis.ledger import entries
from tests.support.waiting import PATIENCE_SECONDS


async def publish(units: UnitsOfWork, *uais: Uai, count: int = 1) -> None:
    async with units.begin(scope_of(*uais)) as uow:
        for _ in range(count):
            for uai in uais:
                uow.publish(department_event(), uai=uai)
                uow.publish(bureau_event(), uai=uai)


async def sequences(superuser: asyncpg.Connection) -> dict[tuple[str, str], list[int]]:
    rows = await superuser.fetch("SELECT source, audience, sequence FROM journal ORDER BY position")
    found: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        found.setdefault((row["source"], row["audience"]), []).append(row["sequence"])
    return found


def cause_of(event_type: str) -> Envelope:
    return Envelope(
        id=uuid4(),
        type=event_type,
        source=f"/82/{BOURDELLE}/partnerships",
        subject=str(uuid4()),
        time=NOW,
        sequence=1,
        version=1,
        correlation_id=uuid4(),
        causation_id=None,
        school_year=SchoolYear("2026-2027"),
    )


async def test_a_fact_is_written_whole(units: UnitsOfWork, superuser: asyncpg.Connection) -> None:
    request = uuid4()
    event = department_event("Bac pro Électricité")
    async with units.begin(scope_of(BOURDELLE), correlation_id=request) as uow:
        uow.publish(event, version=3)

    (row,) = await superuser.fetch("SELECT * FROM journal")
    envelope = from_headers(json.loads(row["headers"]))
    assert row["payload"].encode() == event.to_json()
    assert row["subject"] == f"department.82.{BOURDELLE}.internships.formation_opened.v1"
    assert (row["recorded_at"], row["sent_at"], row["uai"]) == (NOW, None, BOURDELLE)
    assert envelope.id == row["event_id"]
    assert envelope.source == row["source"] == f"/82/{BOURDELLE}/internships"
    assert (envelope.sequence, envelope.version, envelope.time) == (1, 3, NOW)
    assert envelope.subject == str(event.formation_id)
    assert envelope.school_year == "2026-2027"


async def test_numbers_have_no_hole_whoever_writes_at_the_same_time(
    units: UnitsOfWork, superuser: asyncpg.Connection
) -> None:
    async def refused() -> None:
        async with units.begin(scope_of(BOURDELLE)) as uow:
            uow.publish(department_event())
            await uow.execute(insert(entries), {"entry_id": None, "uai": "x", "label": "x"})

    writers = [publish(units, BOURDELLE, MAURY) for _ in range(20)]
    failures = [refused() for _ in range(5)]
    results = await asyncio.gather(*writers, *failures, return_exceptions=True)

    assert sum(isinstance(result, Exception) for result in results) == 5
    found = await sequences(superuser)
    assert len(found) == 4
    assert all(numbers == list(range(1, 21)) for numbers in found.values())


async def test_two_writers_crosswise_do_not_deadlock(units: UnitsOfWork) -> None:
    for _ in range(10):
        await asyncio.gather(publish(units, BOURDELLE, MAURY), publish(units, MAURY, BOURDELLE))


async def test_a_long_transaction_does_not_make_others_wait(
    units: UnitsOfWork, superuser: asyncpg.Connection
) -> None:
    async with units.begin(scope_of(BOURDELLE)) as slow:
        slow.publish(department_event())
        await slow.execute(insert(entries), {"entry_id": uuid4(), "uai": BOURDELLE, "label": "x"})
        async with asyncio.timeout(PATIENCE_SECONDS):
            await publish(units, BOURDELLE)
    assert await sequences(superuser) == {
        (f"/82/{BOURDELLE}/internships", "department"): [1, 2],
        (f"/82/{BOURDELLE}/internships", "bureau"): [1],
    }


async def test_facts_of_one_transaction_keep_their_order(
    units: UnitsOfWork, superuser: asyncpg.Connection
) -> None:
    labels = [f"Formation {number}" for number in range(50)]
    async with units.begin(scope_of(BOURDELLE)) as uow:
        for label in labels:
            uow.publish(department_event(label))
    rows = await superuser.fetch("SELECT payload, sequence FROM journal ORDER BY position")
    assert [json.loads(row["payload"])["label"] for row in rows] == labels
    assert [row["sequence"] for row in rows] == list(range(1, 51))


async def test_what_is_rolled_back_tells_nothing(
    units: UnitsOfWork, superuser: asyncpg.Connection
) -> None:
    async def fail(uow: UnitOfWork) -> None:
        uow.publish(department_event())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await units.run(fail, scope_of(BOURDELLE))
    assert await superuser.fetchval("SELECT count(*) FROM journal") == 0


async def test_a_write_is_for_a_lycee_of_the_scope(units: UnitsOfWork) -> None:
    async with units.begin(scope_of(BOURDELLE)) as uow:
        assert uow.writing_for() == BOURDELLE
        with pytest.raises(NotFound):
            uow.writing_for(MAURY)
    async with units.begin(scope_of(BOURDELLE, MAURY)) as uow:
        with pytest.raises(LyceeNotChosen):
            uow.publish(department_event())
    async with units.begin(scope_of(BOURDELLE, MAURY), uai=MAURY) as uow:
        assert uow.writing_for() == MAURY
    async with units.begin(Scope(frozenset(), department_wide=True)) as uow:
        assert uow.writing_for() == placeholder_uai("82")
        with pytest.raises(NotFound):
            uow.writing_for(MAURY)


async def test_the_department_tells_a_bureau_what_it_decided_and_speaks_for_no_lycee_elsewhere(
    units: UnitsOfWork, superuser: asyncpg.Connection
) -> None:
    async with units.begin(Scope(frozenset(), department_wide=True)) as uow:
        publish_decision(uow, bureau_event(), lycee=MAURY, version=2)
        with pytest.raises(ValueError, match="bureau of a lycée"):
            publish_decision(uow, department_event(), lycee=MAURY, version=2)
    async with units.begin(scope_of(BOURDELLE)) as uow:
        with pytest.raises(NotFound):
            publish_decision(uow, bureau_event(), lycee=MAURY, version=2)

    [row] = await superuser.fetch("SELECT uai, source, headers ->> 'ce-version' FROM journal")
    assert tuple(row) == (MAURY, f"/82/{MAURY}/internships", "2")


async def test_a_fact_that_does_not_fit_in_a_message_is_refused_at_once(
    units: UnitsOfWork, superuser: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = department_event()
    async with units.begin(scope_of(BOURDELLE)) as uow:
        monkeypatch.setattr(FormationOpenedV1, "to_json", lambda _: b"x" * MAX_MSG_SIZE)
        with pytest.raises(PayloadTooLarge):
            uow.publish(event)
    assert await superuser.fetchval("SELECT count(*) FROM journal") == 0


async def test_a_service_speaks_its_own_events_only(units: UnitsOfWork) -> None:
    event = LyceeOpenedV1(
        uai=BOURDELLE, name=PublicText("Lycée"), commune="82121", occurred_on=TODAY
    )
    async with units.begin(scope_of(BOURDELLE)) as uow:
        with pytest.raises(ValueError, match="not an event of internships"):
            uow.publish(event)


async def test_a_fact_may_not_name_another_lycee(units: UnitsOfWork) -> None:
    event = LyceeOpenedV1(uai=MAURY, name=PublicText("Lycée"), commune="82121", occurred_on=TODAY)
    async with units.begin(scope_of(BOURDELLE)) as uow:
        uow.author.service = "portal"
        with pytest.raises(ValueError, match="another lycée"):
            uow.publish(event)


class TestCorrelation:
    """An id common to a department's fact and a bureau's would tie a place to a pupil."""

    async def published(
        self, units: UnitsOfWork, superuser: asyncpg.Connection, cause: Envelope | None, asked: UUID
    ) -> dict[str, Envelope]:
        async with units.begin(scope_of(BOURDELLE), cause=cause, correlation_id=asked) as uow:
            self.speak(uow)
        rows = await superuser.fetch("SELECT audience, headers FROM journal ORDER BY position")
        first, second, *_ = [from_headers(json.loads(row["headers"])) for row in rows[:2]]
        assert first.correlation_id == second.correlation_id
        return {row["audience"]: from_headers(json.loads(row["headers"])) for row in rows}

    @staticmethod
    def speak(uow: UnitOfWork) -> None:
        uow.publish(department_event())
        uow.publish(department_event())
        uow.publish(bureau_event())

    async def test_a_request_is_told_to_the_bureau_alone(
        self, units: UnitsOfWork, superuser: asyncpg.Connection
    ) -> None:
        asked = uuid4()
        found = await self.published(units, superuser, None, asked)
        assert found["bureau"].correlation_id == asked
        assert found["department"].correlation_id != asked
        assert found["bureau"].causation_id is found["department"].causation_id is None

    async def test_what_is_typed_for_two_lycees_is_not_told_as_one_act(
        self, units: UnitsOfWork, superuser: asyncpg.Connection
    ) -> None:
        async with units.begin(scope_of(BOURDELLE, MAURY)) as uow:
            for uai in (BOURDELLE, MAURY, BOURDELLE, MAURY):
                uow.publish(department_event(), uai=uai)
        rows = await superuser.fetch("SELECT uai, headers FROM journal")
        told = {(row["uai"], json.loads(row["headers"])["ce-correlationid"]) for row in rows}
        assert len(rows) == 4
        # One for each lycée, the same for all its facts.
        assert len(told) == len({correlation for _, correlation in told}) == 2
        traces = {json.loads(row["headers"]).get("ce-traceparent") for row in rows} - {None}
        assert len(traces) in {0, 2}

    async def test_a_cause_is_told_to_those_who_could_read_it(
        self, units: UnitsOfWork, superuser: asyncpg.Connection
    ) -> None:
        cause = cause_of(CompanyOnboardedV1.ce_type())
        found = await self.published(units, superuser, cause, cause.correlation_id)
        assert found["department"].causation_id == cause.id
        assert found["department"].correlation_id == cause.correlation_id
        assert found["bureau"].causation_id is None
        assert found["bureau"].correlation_id != cause.correlation_id

    async def test_a_bureaus_cause_stays_with_the_bureau(
        self, units: UnitsOfWork, superuser: asyncpg.Connection
    ) -> None:
        cause = cause_of(bureau_event().ce_type())
        found = await self.published(units, superuser, cause, cause.correlation_id)
        assert found["bureau"].causation_id == cause.id
        assert found["bureau"].correlation_id == cause.correlation_id
        assert found["department"].causation_id is None
        assert found["department"].correlation_id != cause.correlation_id


async def test_the_school_year_is_that_of_the_fact_not_of_the_typing(
    units: UnitsOfWork, superuser: asyncpg.Connection
) -> None:
    late = department_event().model_copy(update={"occurred_on": TODAY.replace(month=7)})
    async with units.begin(scope_of(BOURDELLE)) as uow:
        uow.publish(late)
    headers = json.loads(await superuser.fetchval("SELECT headers FROM journal"))
    assert headers["ce-schoolyear"] == "2025-2026"


@pytest.mark.parametrize(
    ("name", "recorded"), [("journal.before_commit", 0), ("journal.after_commit", 1)]
)
async def test_failpoints_surround_the_commit(
    units: UnitsOfWork, superuser: asyncpg.Connection, name: str, recorded: int
) -> None:
    failpoints.arm(f"{name}=raise@1")
    try:
        with pytest.raises(failpoints.FailpointReached):
            await publish(units, BOURDELLE)
    finally:
        failpoints.arm("")
    assert await superuser.fetchval("SELECT count(*) FROM journal") == 2 * recorded
