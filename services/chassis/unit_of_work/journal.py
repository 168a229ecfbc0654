"""The journal: facts written in the transaction that made them true. The relay publishes them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ARRAY,
    BindParameter,
    DateTime,
    LargeBinary,
    SmallInteger,
    Text,
    Uuid,
    bindparam,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from contracts.envelope import Envelope, source, to_headers
from contracts.event import REGISTRY, Audience, Event, uais_in
from contracts.identifiers import SchoolYear, Uai
from contracts.streams import MAX_MSG_SIZE
from contracts.subjects import subject
from services.chassis.base.errors import PayloadTooLarge
from services.chassis.database.compiled_statements import Prepared
from services.chassis.observability import tracing

HEADERS_RESERVE_BYTES = 2048
"""The limit of a message counts its headers: this much of it is kept for them."""

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class Draft:
    """A fact waiting for the end of its transaction; its sequence number is given there."""

    uai: Uai
    audience: Audience
    subject: str
    envelope: Envelope
    payload: str


@dataclass
class Author:
    """Who speaks in one transaction, and because of what: the same for all its facts."""

    service: str
    department: str
    now: datetime
    correlation_id: UUID
    cause: Envelope | None
    new_id: Callable[[], UUID]
    _correlations: dict[tuple[Audience, Uai], UUID] = field(default_factory=dict, init=False)
    _traces: dict[tuple[Audience, Uai], str | None] = field(default_factory=dict, init=False)

    def draft(self, event: Event, version: int, uai: Uai) -> Draft:
        """Put an event in its envelope.

        Raises PayloadTooLarge above what a message may carry, ValueError when the event is
        another service's or names another lycée.
        """
        if event.service() != self.service:
            raise ValueError(f"{event.ce_type()} is not an event of {self.service}")
        if uais_in(event) - {uai}:
            raise ValueError(f"{event.ce_type()} names another lycée than the one it speaks for")
        payload = event.to_json()
        if len(payload) + HEADERS_RESERVE_BYTES > MAX_MSG_SIZE:
            raise PayloadTooLarge
        audience = event.audience()
        return Draft(
            uai=uai,
            audience=audience,
            subject=subject(audience, self.department, uai, type(event)),
            envelope=self._envelope(event, version, uai),
            payload=payload.decode(),
        )

    def _envelope(self, event: Event, version: int, uai: Uai) -> Envelope:
        audience = event.audience()
        cause = self._cause_for(audience)
        return Envelope(
            id=self.new_id(),
            type=event.ce_type(),
            source=source(self.department, uai, self.service),
            subject=str(event.aggregate_id()),
            time=self.now,
            sequence=0,
            version=version,
            correlation_id=self._correlation(audience, uai),
            causation_id=cause.id if cause else None,
            school_year=SchoolYear.of(_true_on(event, self.now)),
            traceparent=self._trace(audience, uai),
        )

    def _correlation(self, audience: Audience, uai: Uai) -> UUID:
        """Correlate inside one audience only: a shared id would tie a place to a person.

        And for the department inside one lycée: what one person typed for two stays theirs.
        """
        if (audience, uai) not in self._correlations:
            cause = self._cause_for(audience)
            asked_by_a_bureau = self.cause is None and audience == "bureau"
            fresh = self.correlation_id if asked_by_a_bureau else self.new_id()
            self._correlations[audience, uai] = cause.correlation_id if cause else fresh
        return self._correlations[audience, uai]

    def _trace(self, audience: Audience, uai: Uai) -> str | None:
        """Trace inside one audience only, for the same reasons."""
        if (audience, uai) not in self._traces:
            bureau_asked = self.cause is None and audience == "bureau"
            continues = bureau_asked or self._cause_for(audience) is not None
            self._traces[audience, uai] = (
                tracing.traceparent()
                if continues
                else tracing.trace_apart(self.service, f"record for the {audience}")
            )
        return self._traces[audience, uai]

    def _cause_for(self, audience: Audience) -> Envelope | None:
        """The cause, when those who read this audience may know of it."""
        cause = self.cause
        return cause if cause and REGISTRY[cause.type].audience() == audience else None


def _true_on(event: Event, now: datetime) -> date:
    """The day the fact was true: paper is keyed days late, across a change of school year too."""
    occurred_on = getattr(event, "occurred_on", None)
    return occurred_on if isinstance(occurred_on, date) else now.astimezone(PARIS).date()


# One statement for two writes. Counters are bumped once per (source, audience), in sorted order:
# two transactions that record for the same two lycées wait for each other instead of deadlocking.
_ANSWER = """
    UPDATE commands SET status = :status, headers = :answer_headers, body = :body
    WHERE command_id = :command_id
"""
_AUDIT = """
    INSERT INTO audit_entries (entry_id, at, account_id, role, uai, action, resource_id, result)
    SELECT :entry_id, :audited_at, :account_id, :role, :audited_uai, :action, :resource_id, 'done'
    WHERE :entry_id IS NOT NULL
"""
_RECORD = """
    WITH {answer} fact AS (
        SELECT * FROM unnest(
            :event_ids, :uais, :sources, :audiences, :subjects, :headers, :payloads
        ) WITH ORDINALITY
        AS fact (event_id, uai, source, audience, subject, headers, payload, nth)
    ), counted AS (
        INSERT INTO journal_counters AS counter (source, audience, uai, last)
        SELECT source, audience, uai, count(*) FROM fact
        GROUP BY source, audience, uai ORDER BY source, audience
        ON CONFLICT (source, audience) DO UPDATE SET last = counter.last + excluded.last
        RETURNING source, audience, last
    ), numbered AS (
        SELECT fact.*, counted.last
            - count(*) OVER (PARTITION BY source, audience)
            + row_number() OVER (PARTITION BY source, audience ORDER BY nth) AS sequence
        FROM fact JOIN counted USING (source, audience)
    )
    INSERT INTO journal (event_id, uai, source, audience, sequence, subject,
                         headers, payload, recorded_at)
    SELECT event_id, uai, source, audience, sequence, subject,
           headers::jsonb || jsonb_build_object('ce-sequence', sequence::text),
           payload, :recorded_at
    FROM numbered ORDER BY nth
    """
_FACTS: tuple[BindParameter[Any], ...] = (
    bindparam("event_ids", type_=ARRAY(Uuid)),
    *(
        bindparam(name, type_=ARRAY(Text))
        for name in ("uais", "sources", "audiences", "subjects", "headers", "payloads")
    ),
    bindparam("recorded_at", type_=DateTime(timezone=True)),
)
_ANSWERED: tuple[BindParameter[Any], ...] = (
    bindparam("command_id", type_=Uuid),
    bindparam("status", type_=SmallInteger),
    bindparam("answer_headers", type_=JSONB),
    bindparam("body", type_=LargeBinary),
    *(bindparam(name, type_=Uuid) for name in ("entry_id", "account_id", "resource_id")),
    *(bindparam(name, type_=Text) for name in ("role", "audited_uai", "action")),
    bindparam("audited_at", type_=DateTime(timezone=True)),
)
RECORD = Prepared(text(_RECORD.format(answer="")).bindparams(*_FACTS))
"""Numbers and writes the drafts: the last statement before the commit."""
ANSWER = Prepared(text(f"WITH audited AS ({_AUDIT}) {_ANSWER}").bindparams(*_ANSWERED))
"""Keeps the answer of a command that was claimed, and who did it."""
RECORD_AND_ANSWER = Prepared(
    text(_RECORD.format(answer=f"answered AS ({_ANSWER}), audited AS ({_AUDIT}),")).bindparams(
        *_FACTS, *_ANSWERED
    )
)
"""Both in one statement."""

WAIT = Prepared(
    text(
        "SELECT last FROM journal_counters WHERE source = :of AND audience = :audience FOR UPDATE"
    ).bindparams(bindparam("of", type_=Text), bindparam("audience", type_=Text))
)
"""Takes early the lock that numbering takes."""


def parameters_of(drafts: Sequence[Draft]) -> dict[str, Any]:
    """What `RECORD` writes for these drafts."""
    envelopes = [draft.envelope for draft in drafts]
    return {
        "event_ids": [envelope.id for envelope in envelopes],
        "uais": [str(draft.uai) for draft in drafts],
        "sources": [envelope.source for envelope in envelopes],
        "audiences": [draft.audience for draft in drafts],
        "subjects": [draft.subject for draft in drafts],
        "headers": [json.dumps(to_headers(envelope)) for envelope in envelopes],
        "payloads": [draft.payload for draft in drafts],
        "recorded_at": envelopes[0].time,
    }
