"""What becomes of a delivery: every case, without a server."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from contracts.envelope import Envelope, to_headers
from contracts.event import Event
from contracts.identifiers import CommuneCode, PublicText, Uai
from contracts.internships.periods import FormationOpenedV1, HostAgreedV1, PlacementConfirmedV1
from contracts.portal.accounts import LyceeOpenedV1
from contracts.subjects import Subject, subject
from services.chassis.base.errors import Invalid
from services.chassis.nats.parse_envelope import Delivery, Unreadable
from services.chassis.reactions import Batched, Group, NotYet, Reactions
from services.chassis.reactions.decision import (
    DELAYS_SECONDS,
    Handle,
    Ignore,
    Known,
    Readable,
    after_failure,
    decide,
    delay_in_trouble_seconds,
    delay_seconds,
    is_history,
    read,
)
from services.chassis.reactions.spec import ReactionMisdeclared
from services.chassis.unit_of_work.parked_events import Park
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from tests.chassis.facts import BOURDELLE, MAURY, NOW, TODAY, bureau_event, department_event
from tests.support.bus import envelope_of

KNOWN = Known()


async def react(event: Event, uow: UnitOfWork) -> None:
    """Never run here."""


def group_of(*events: type[Event]) -> Group:
    reactions = Reactions("partnerships")
    for event in events:
        reactions.on(event, group="facts", since="beginning")(react)
    return reactions.groups()[0]


GROUP = group_of(FormationOpenedV1, LyceeOpenedV1)


def delivered(
    event: Event,
    *,
    uai: Uai = MAURY,
    on_subject: str | None = None,
    payload: bytes | None = None,
    **headers: str,
) -> tuple[Subject, Delivery]:
    where = on_subject or subject(event.audience(), "82", uai, type(event))
    renamed = {f"ce-{name}": value for name, value in headers.items()}
    delivery = Delivery(
        subject=where,
        headers={**to_headers(envelope_of(event, uai)), **renamed},
        payload=event.to_json() if payload is None else payload,
        stream="DEPARTMENT_82",
        stream_sequence=1,
    )
    return Subject.parse(where), delivery


def reason(result: Readable | Unreadable) -> str:
    return result.reason if isinstance(result, Unreadable) else "readable"


def test_an_honest_event_is_handled() -> None:
    event = department_event()

    result = read(GROUP, *delivered(event))

    assert isinstance(result, Readable)
    assert result.event == event
    assert decide(result, KNOWN) == Handle()


@pytest.mark.parametrize(
    ("falsified", "expected"),
    [
        ({"payload": b"\xff\xfe not text"}, "invalid-payload"),
        ({"payload": b'{"formation_id"'}, "invalid-payload"),
        ({"payload": b""}, "invalid-payload"),
        ({"payload": b"[" * 100_000}, "invalid-payload"),
        ({"payload": b'{"label": "x"}'}, "invalid-payload"),
        ({"id": "not-a-uuid"}, "unreadable-envelope"),
        ({"specversion": "0.3"}, "unreadable-envelope"),
        ({"time": "2026-11-24T09:00:00"}, "unreadable-envelope"),
        ({"type": "fr.passerelle.internships.host_agreed.v1"}, "type-contradicts-subject"),
        ({"source": f"/82/{BOURDELLE}/internships"}, "lycee-contradicts-subject"),
        ({"source": f"/82/{MAURY}/portal"}, "lycee-contradicts-subject"),
        ({"source": f"/31/{MAURY}/internships"}, "lycee-contradicts-subject"),
        ({"subject": str(UUID(int=1))}, "aggregate-contradicts-payload"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_contradicts_itself_is_set_aside(falsified: dict[str, str], expected: str) -> None:
    result = read(GROUP, *delivered(department_event(), **falsified))  # type: ignore[arg-type] # bytes or text, by name

    assert reason(result) == expected
    decision = decide(result, KNOWN)
    assert isinstance(decision, Park)
    assert decision.retry_at is None


def test_a_payload_that_names_another_lycee_is_set_aside() -> None:
    event = LyceeOpenedV1(
        uai=BOURDELLE,
        name=PublicText("Lycée d’essai"),
        commune=CommuneCode("82121"),
        occurred_on=TODAY,
    )

    assert reason(read(GROUP, *delivered(event, uai=MAURY))) == "lycee-contradicts-subject"
    assert reason(read(GROUP, *delivered(event, uai=BOURDELLE))) == "readable"


def test_a_newer_version_waits_for_an_upgrade() -> None:
    where = f"department.82.{MAURY}.internships.formation_opened.v2"
    kind = "fr.passerelle.internships.formation_opened.v2"

    result = read(GROUP, *delivered(department_event(), on_subject=where, type=kind))

    assert reason(result) == "newer-version"


def test_an_event_nobody_declared_is_set_aside() -> None:
    assert reason(read(group_of(LyceeOpenedV1), *delivered(department_event()))) == "unknown-type"


def test_a_field_added_by_a_newer_publisher_is_ignored() -> None:
    event = department_event()
    more = {**json.loads(event.to_json()), "added_later": 1}

    result = read(GROUP, *delivered(event, payload=json.dumps(more).encode()))

    assert reason(result) == "readable"


def test_a_refused_value_is_not_repeated_in_the_reason() -> None:
    payload = json.dumps({**json.loads(department_event().to_json()), "mef": "Zoé Martin"}).encode()

    result = read(GROUP, *delivered(department_event(), payload=payload))

    assert isinstance(result, Unreadable)
    assert "mef" in result.detail
    assert "Zoé" not in result.detail


def readable() -> Readable:
    result = read(GROUP, *delivered(department_event()))
    assert isinstance(result, Readable)
    return result


def test_what_was_handled_or_set_aside_is_ignored() -> None:
    assert isinstance(decide(readable(), Known(handled=True)), Ignore)
    assert isinstance(decide(readable(), Known(parked=True, aggregate_parked=True)), Ignore)


def test_events_wait_behind_an_earlier_one_of_their_aggregate() -> None:
    decision = decide(readable(), Known(aggregate_parked=True))

    assert isinstance(decision, Park)
    assert (decision.reason, decision.retry_at) == ("behind", None)


@pytest.mark.parametrize(("unanswered", "parked"), [(0, False), (4, False), (5, True), (9, True)])
def test_the_sixth_delivery_without_an_outcome_is_a_killer(unanswered: int, parked: bool) -> None:
    decision = decide(readable(), Known(deliveries_without_outcome=unanswered))

    assert isinstance(decision, Park) is parked


def test_history_is_what_was_recorded_before_the_group_began() -> None:
    envelope = envelope_of(bureau_event())

    assert not is_history(envelope, None)
    assert not is_history(envelope, NOW)
    assert is_history(envelope, NOW + timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("failures", "delay"), [(1, 1), (2, 5), (3, 30), (4, 120), (5, 600), (6, 600), (99, 600)]
)
def test_failures_are_tried_again_later_and_later(failures: int, delay: int) -> None:
    decision = after_failure(RuntimeError(), failures=failures, first_at=NOW, now=NOW)

    assert decision.reason == "failed"
    assert decision.retry_at == NOW + timedelta(seconds=delay)


def test_not_yet_is_patient_for_a_day() -> None:
    almost = NOW + timedelta(hours=24) - timedelta(seconds=1)

    before = after_failure(NotYet("site"), failures=9, first_at=NOW, now=almost)
    after = after_failure(NotYet("site"), failures=9, first_at=NOW, now=NOW + timedelta(hours=24))

    assert (before.reason, before.detail) == ("not-yet", "site")
    assert before.retry_at == almost + timedelta(seconds=600)
    assert (after.reason, after.retry_at) == ("exhausted", None)


def invalid_event() -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        HostAgreedV1.from_json(b"{}")
    return caught.value


@pytest.mark.parametrize("error", [ValueError("Zoé"), invalid_event(), Invalid("Zoé")])
def test_a_refused_value_is_never_tried_again(error: Exception) -> None:
    decision = after_failure(error, failures=1, first_at=NOW, now=NOW)

    assert decision.retry_at is None
    assert "Zoé" not in decision.detail


@given(st.integers(min_value=-3, max_value=10_000))
def test_delays_stay_within_bounds(failures: int) -> None:
    assert delay_seconds(failures) in DELAYS_SECONDS
    assert 1 <= delay_in_trouble_seconds(failures) <= 5


@given(st.binary(max_size=300), st.dictionaries(st.text(max_size=20), st.text(max_size=40)))
def test_no_message_makes_reading_fail(payload: bytes, headers: dict[str, str]) -> None:
    where, _ = delivered(department_event())
    raw = Delivery(str(where), headers, payload, "DEPARTMENT_82", 1)

    assert reason(read(GROUP, where, raw)) != "readable"


def test_members_of_a_group_agree() -> None:
    reactions = Reactions("partnerships")
    reactions.on(FormationOpenedV1, group="facts", since="now")(react)

    with pytest.raises(ReactionMisdeclared, match="since or commutative"):
        reactions.on(LyceeOpenedV1, group="facts", since="beginning")(react)
    with pytest.raises(ReactionMisdeclared, match="twice"):
        reactions.on(FormationOpenedV1, group="facts", since="now")(react)
    with pytest.raises(ReactionMisdeclared, match="mixes audiences"):
        reactions.on(HostAgreedV1, group="facts", since="now")(react)
    with pytest.raises(ReactionMisdeclared, match="group name"):
        reactions.on(LyceeOpenedV1, group="two__parts", since="now")(react)


def test_a_handler_that_names_what_it_cannot_be_given_is_refused_at_once() -> None:
    declare = Reactions("partnerships").on(FormationOpenedV1, group="facts", since="now")

    async def asks_for_too_much(event: Event, uow: UnitOfWork, *, mailer: object) -> None:
        """Never run here."""

    async def has_no_room_for_its_event(uow: UnitOfWork) -> None:
        """Never run here."""

    with pytest.raises(ReactionMisdeclared, match="asks for mailer"):
        declare(asks_for_too_much)
    with pytest.raises(ReactionMisdeclared, match="asks for uow before its event"):
        declare(has_no_room_for_its_event)  # type: ignore[arg-type] # what is refused


def test_a_group_that_takes_many_has_one_handler_for_events_of_one_audience() -> None:
    reactions = Reactions("partnerships")

    async def copy(events: Sequence[Batched[Event]], uow: UnitOfWork) -> None:
        """Never run here."""

    async def asks_for_one_envelope(
        events: Sequence[Batched[Event]], envelope: Envelope, uow: UnitOfWork
    ) -> None:
        """Never run here."""

    reactions.on_many(FormationOpenedV1, LyceeOpenedV1, group="facts", since="now")(copy)
    group = reactions.groups()[0]

    assert {one.event_type for one in group.reactions} == reactions.event_types()
    assert len(group.reactions) == 2
    assert group.description("82").max_ack_pending == 200
    with pytest.raises(ReactionMisdeclared, match="it has one handler"):
        reactions.on(PlacementConfirmedV1, group="facts", since="now", commutative=True)(react)
    with pytest.raises(ReactionMisdeclared, match="mixes audiences"):
        reactions.on_many(HostAgreedV1, group="facts", since="now")(copy)
    with pytest.raises(ReactionMisdeclared, match="asks for envelope; it may ask for now, uow"):
        reactions.on_many(FormationOpenedV1, group="other", since="now")(asks_for_one_envelope)
