"""Events as an operator reads them: what the journal recorded, without anything personal.

What an event may hold is decided where it is declared. Bytes that are not an event of a declared
type may hold anything: they are not shown.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import select

from contracts.envelope import EnvelopeInvalid, from_headers, to_headers
from contracts.event import REGISTRY
from services.chassis.database.tables import journal
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

J = journal.c


@dataclass(frozen=True)
class Mention:
    """Enough to recognise an event where it was not recorded."""

    event_id: UUID
    event_type: str
    source: str = ""
    sequence: int = 0
    recorded_at: datetime | None = None


@dataclass(frozen=True)
class Fact:
    """One row of a journal. `payload` is JSON, or empty when it was taken away."""

    position: int
    event_id: UUID
    source: str
    audience: str
    sequence: int
    subject: str
    headers: dict[str, str]
    payload: str
    recorded_at: datetime
    sent_at: datetime | None
    send_error: str | None
    resends: int
    redacted_at: datetime | None

    @property
    def event_type(self) -> str:
        """The CloudEvents type; empty in a row of which only the number stays."""
        return self.headers.get("ce-type", "")

    @property
    def mention(self) -> Mention:
        """The event, for a service that did not record it."""
        return Mention(self.event_id, self.event_type, self.source, self.sequence, self.recorded_at)

    @property
    def shown(self) -> str | None:
        """The payload, indented; None when there is nothing that may be shown."""
        return shown_payload(self.event_type, self.payload.encode())


_COLUMNS = [J[name] for name in Fact.__dataclass_fields__]


async def latest(uow: UnitOfWork, limit: int, *, before: int | None = None) -> Sequence[Fact]:
    """The last facts recorded before a position, newest first. Needs the department's scope."""
    statement = select(*_COLUMNS).order_by(J.position.desc()).limit(limit)
    if before is not None:
        statement = statement.where(J.position < before)
    return [Fact(**row) for row in (await uow.execute(statement)).mappings()]


async def find(uow: UnitOfWork, event_id: UUID) -> Fact | None:
    """The fact this service recorded under that id. Needs the department's scope."""
    found = await uow.execute(select(*_COLUMNS).where(J.event_id == event_id))
    row = found.mappings().one_or_none()
    return Fact(**row) if row else None


def shown_payload(event_type: str | None, payload: bytes) -> str | None:
    """The declared fields of a declared event, indented; None for anything else."""
    declared = REGISTRY.get(event_type or "")
    if declared is None:
        return None
    try:
        event = declared.from_json(payload)
    except ValidationError:
        return None
    # Written anew: a field that is not declared may hold anything.
    return json.dumps(json.loads(event.to_json()), indent=2, ensure_ascii=False)


def shown_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The attributes of the envelope, when it is one; no other header is shown.

    Nor is the aggregate's id, which is any text: the payload has it.
    """
    try:
        envelope = from_headers(headers)
    except EnvelopeInvalid:
        return {}
    shown = {name: text for name, text in to_headers(envelope).items() if name != "ce-subject"}
    return dict(sorted(shown.items()))
