"""The journal: facts written in the transaction that made them true. The relay publishes them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ARRAY, DateTime, Text, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.envelope import Envelope, to_headers
from contracts.identifiers import Uai


@dataclass(frozen=True)
class Draft:
    """A fact waiting for the end of its transaction; its sequence number is given there."""

    uai: Uai
    audience: str
    subject: str
    envelope: Envelope
    payload: str


# One statement for two writes. Counters are bumped once per (source, audience), in sorted order:
# two transactions that record for the same two lycées wait for each other instead of deadlocking.
_RECORD = text(
    """
    WITH fact AS (
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
).bindparams(
    bindparam("event_ids", type_=ARRAY(Uuid)),
    *(
        bindparam(name, type_=ARRAY(Text))
        for name in ("uais", "sources", "audiences", "subjects", "headers", "payloads")
    ),
    bindparam("recorded_at", type_=DateTime(timezone=True)),
)


async def record(connection: AsyncConnection, drafts: Sequence[Draft]) -> None:
    """Number and write the drafts; the last statement before the commit."""
    envelopes = [draft.envelope for draft in drafts]
    await connection.execute(
        _RECORD,
        {
            "event_ids": [envelope.id for envelope in envelopes],
            "uais": [str(draft.uai) for draft in drafts],
            "sources": [envelope.source for envelope in envelopes],
            "audiences": [draft.audience for draft in drafts],
            "subjects": [draft.subject for draft in drafts],
            "headers": [json.dumps(to_headers(envelope)) for envelope in envelopes],
            "payloads": [draft.payload for draft in drafts],
            "recorded_at": envelopes[0].time,
        },
    )
