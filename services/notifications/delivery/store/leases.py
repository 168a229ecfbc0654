"""The mails of all lycées, as the processes that send them take and give them back.

Each statement is about many mails: one commit for all that happened meanwhile.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.notifications.contents.model import Due
from services.notifications.delivery.model import Content
from services.notifications.mail_server.model.attempt import Outcome, Reply
from services.notifications.mails.model.letters import FOLLOWED
from services.notifications.mails.model.mail import MailId, State
from services.notifications.mails.model.recipients import account
from services.notifications.mails.model.template import Template
from services.notifications.mails.store.mornings import let_go
from services.notifications.notices.model import Told
from services.notifications.notices.store.notices import Notices

DEPARTMENT = Scope(frozenset(), department_wide=True)
"""Whoever sends mails sends those of every lycée."""
LEASE = timedelta(seconds=30)
"""How long a mail belongs to the process that took it, unless it is renewed, see `Holding`."""
BODIES_KEPT = timedelta(days=30)
KNOWN = {"known": [template.value for template in Template]}
# What a newer version queued waits for that version.
_NOT_HELD = """AND (state <> 'attempting' OR next_attempt_at <= :abandoned)
    AND template = ANY(CAST(:known AS text[]))"""
_ANY_DUE = text(
    "SELECT 1 FROM mails WHERE state IN ('queued', 'deferred', 'attempting')"  # noqa: S608 # a constant of ours
    f" AND next_attempt_at <= :now {_NOT_HELD} LIMIT 1"
)
_CLAIM = text(
    f"""
    UPDATE mails SET state = 'attempting', lease_token = :token, next_attempt_at = :until,
        attempts = attempts + 1, first_attempt_at = coalesce(first_attempt_at, :now),
        last_attempt_at = :now,
        -- held, and never given back: whoever had it died, before or after it left
        may_have_left = may_have_left OR state = 'attempting'
    WHERE (uai, mail_id) IN (
        SELECT uai, mail_id FROM mails
        WHERE state IN ('queued', 'deferred', 'attempting') AND next_attempt_at <= :now
        {_NOT_HELD}
        ORDER BY next_attempt_at LIMIT :count FOR UPDATE SKIP LOCKED
    )
    RETURNING *
    """  # noqa: S608 # a constant of ours
)
_KEEP = text(
    """
    UPDATE mails AS m SET composed_at = c.composed_at, message_id = c.message_id,
        address = c.address, contact_id = c.contact_id, contact_version = c.contact_version,
        sender_name = c.sender_name, reply_to = c.reply_to, subject = c.subject, html = c.html, text = c.text,
        calendar = c.calendar, calendar_method = c.calendar_method,
        calendar_sequence = c.calendar_sequence, calendar_facts = c.calendar_facts
    FROM unnest(
        CAST(:uai AS text[]), CAST(:mail_id AS uuid[]), CAST(:token AS uuid[]),
        CAST(:composed_at AS timestamptz[]), CAST(:message_id AS text[]), CAST(:address AS text[]),
        CAST(:contact_id AS uuid[]), CAST(:contact_version AS integer[]), CAST(:sender_name AS text[]),
        CAST(:reply_to AS text[]), CAST(:subject AS text[]), CAST(:html AS text[]), CAST(:text AS text[]),
        CAST(:calendar AS text[]), CAST(:calendar_method AS text[]),
        CAST(:calendar_sequence AS integer[]), CAST(:calendar_facts AS text[])
    ) AS c (uai, mail_id, token, composed_at, message_id, address, contact_id, contact_version,
        sender_name, reply_to, subject, html, text, calendar, calendar_method, calendar_sequence,
        calendar_facts)
    WHERE m.uai = c.uai AND m.mail_id = c.mail_id AND m.lease_token = c.token
    AND m.cancel_asked_at IS NULL
    RETURNING m.mail_id
    """
)
# A mail that left has left, whoever holds it by now. One that did not, and was cancelled
# meanwhile, is cancelled for the reason given then.
_MARK = text(
    """
    UPDATE mails AS m SET
        state = n.state, lease_token = NULL,
        finished_at = CASE WHEN n.state IN ('sent', 'failed', 'cancelled') THEN o.at END,
        next_attempt_at = coalesce(o.next_attempt_at, o.at),
        attempts = m.attempts - CASE WHEN o.returned THEN 1 ELSE 0 END,
        first_attempt_at =
            CASE WHEN o.returned AND m.attempts = 1 THEN NULL ELSE m.first_attempt_at END,
        last_reason = CASE
            WHEN o.state <> n.state OR o.returned
            OR m.cancel_asked_at IS NOT NULL AND o.state = 'cancelled'
            THEN m.last_reason ELSE o.reason END,
        last_verb = CASE WHEN o.returned THEN m.last_verb ELSE o.verb END,
        last_code = CASE WHEN o.returned THEN m.last_code ELSE o.code END,
        last_status = CASE WHEN o.returned THEN m.last_status ELSE o.status END,
        may_have_left = m.may_have_left OR o.unknown,
        calendar_out = m.calendar_out OR (o.state = 'sent' AND m.calendar_method IS NOT NULL)
    FROM unnest(
        CAST(:uai AS text[]), CAST(:mail_id AS uuid[]), CAST(:token AS uuid[]),
        CAST(:state AS text[]), CAST(:at AS timestamptz[]),
        CAST(:next_attempt_at AS timestamptz[]), CAST(:reason AS text[]),
        CAST(:verb AS text[]), CAST(:code AS smallint[]), CAST(:status AS text[]),
        CAST(:returned AS boolean[]), CAST(:unknown AS boolean[])
    ) AS o (uai, mail_id, token, state, at, next_attempt_at, reason, verb, code, status, returned,
        unknown)
    JOIN mails AS before ON before.uai = o.uai AND before.mail_id = o.mail_id
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN before.cancel_asked_at IS NOT NULL AND o.state IN ('queued', 'deferred')
            THEN 'cancelled' ELSE o.state END AS state
    ) AS n
    WHERE m.uai = o.uai AND m.mail_id = o.mail_id
    AND (m.lease_token = o.token OR (o.state = 'sent' AND m.state <> 'sent'))
    RETURNING m.uai, m.mail_id, m.template, m.finished_at IS NOT NULL AS over,
        m.cancel_asked_at IS NOT NULL AS withdrawn
    """
)
_SPLIT = text(
    """
    INSERT INTO mails (uai, mail_id, template, recipient, cause, aggregate_id, traceparent,
        state, queued_at, next_attempt_at)
    VALUES (:uai, :mail_id, :template, :recipient, :cause, :aggregate_id, :traceparent,
        'queued', :queued_at, :now)
    ON CONFLICT (recipient, cause, template) DO NOTHING
    """
)
_FORGET = text(
    """
    UPDATE mails SET composed_at = NULL, address = NULL, contact_id = NULL, contact_version = NULL,
        sender_name = NULL, reply_to = NULL, subject = NULL, html = NULL, text = NULL,
        calendar = NULL
    WHERE composed_at IS NOT NULL AND finished_at < :before
    """
)


@dataclass(frozen=True)
class Claim:
    """A mail this process holds until `until`, and what is known of it."""

    due: Due
    token: UUID
    until: datetime
    first_attempt_at: datetime
    cancelled: bool
    message_id: str | None
    content: Content | None
    may_have_left: bool
    """Whether a copy that says `content` may be out."""

    @property
    def key(self) -> tuple[Uai, MailId]:
        return self.due.uai, self.due.mail_id


@dataclass(frozen=True)
class Kept:
    """Content to be written down before it is sent."""

    claim: Claim
    content: Content


@dataclass(frozen=True)
class Mark:
    """How an attempt ended, and when."""

    claim: Claim
    outcome: Outcome
    at: datetime


class Leases:
    """Takes mails that are due and records what became of them; in the department's scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def any_due(self, now: datetime, *, abandoned: datetime | None = None) -> bool:
        """Whether a mail could be taken; `abandoned` as for `claim`."""
        when = {"now": now, "abandoned": abandoned or now}
        return (await self._uow.execute(_ANY_DUE, when | KNOWN)).first() is not None

    async def claim(
        self,
        count: int,
        *,
        token: UUID,
        now: datetime,
        lease: timedelta = LEASE,
        abandoned: datetime | None = None,
    ) -> list[Claim]:
        """Take mails that are due, those that waited longest first; nobody else has them then.

        Those others hold are taken when their lease ended before `abandoned` (by default `now`).
        """
        when = {"now": now, "until": now + lease, "abandoned": abandoned or now}
        rows = await self._uow.execute(_CLAIM, {"count": count, "token": token, **when, **KNOWN})
        return [_claim(row) for row in rows]

    async def keep(self, kept: Sequence[Kept]) -> set[MailId]:
        """Write down what is about to be sent; the mails that are still ours and wanted."""
        columns = _columns([_named(one.claim) | vars(one.content) for one in kept])
        rows = await self._uow.execute(_KEEP, columns)
        return {MailId(row.mail_id) for row in rows}

    async def mark(self, marks: Sequence[Mark]) -> Sequence[UUID]:
        """Record how attempts ended, of what is still ours; the mails somebody is told of that are over by that."""
        rows = (await self._uow.execute(_MARK, _columns([_marked(mark) for mark in marks]))).all()
        stand = {(row.uai, row.mail_id) for row in rows if not row.withdrawn}
        for mark in (one for one in marks if one.claim.key in stand):
            if mark.outcome.recipients:
                await self._split(mark)
            if mark.outcome.apart:
                await let_go(self._uow, mark.claim.due.aggregate_id, now=mark.at)
            if mark.outcome.tellings:
                due = mark.claim.due
                told = Told(due.uai, due.template, due.aggregate_id, due.cause)
                await Notices(self._uow).add(told, mark.outcome.tellings, now=mark.at)
        return [row.mail_id for row in rows if row.over and _is_told(row.template)]

    async def _split(self, mark: Mark) -> None:
        due, tellings = mark.claim.due, mark.outcome.tellings
        later = dict(zip(mark.outcome.recipients, mark.outcome.leaves_at, strict=False))
        later |= {account(one.account_id): one.leaves_at for one in tellings}
        rows = [
            {
                "uai": due.uai,
                "mail_id": self._uow.new_id(),
                "template": due.template,
                "recipient": recipient,
                "cause": due.cause,
                "aggregate_id": due.aggregate_id,
                "traceparent": due.traceparent,
                "queued_at": due.queued_at,
                "now": later.get(recipient, mark.at),
            }
            for recipient in mark.outcome.recipients
        ]
        await self._uow.execute(_SPLIT, rows)

    async def forget_bodies(self, *, now: datetime) -> int:
        """Forget what old mails said and to whom; how many. What became of them stays."""
        return (await self._uow.execute(_FORGET, {"before": now - BODIES_KEPT})).rowcount


def _claim(row: Row[Any]) -> Claim:
    content = None
    if row.composed_at is not None:
        content = Content(**{name: getattr(row, name) for name in Content.__dataclass_fields__})
    return Claim(
        due=Due(
            mail_id=MailId(row.mail_id),
            uai=Uai(row.uai),
            template=Template(row.template),
            recipient=row.recipient,
            cause=row.cause,
            aggregate_id=row.aggregate_id,
            queued_at=row.queued_at,
            attempt=row.attempts,
            traceparent=row.traceparent,
        ),
        token=row.lease_token,
        until=row.next_attempt_at,
        first_attempt_at=row.first_attempt_at,
        cancelled=row.cancel_asked_at is not None,
        message_id=row.message_id,
        content=content,
        may_have_left=row.may_have_left,
    )


def _named(claim: Claim) -> dict[str, object]:
    return {"uai": claim.due.uai, "mail_id": claim.due.mail_id, "token": claim.token}


def _is_told(template: str) -> bool:
    return Template(template).followed_back or Template(template) in FOLLOWED


def _marked(mark: Mark) -> dict[str, object]:
    outcome = mark.outcome
    reply = outcome.reply or Reply("", None)
    return _named(mark.claim) | {
        "state": State(outcome.state).value,
        "at": mark.at,
        "next_attempt_at": outcome.next_attempt_at,
        "reason": outcome.reason,
        "verb": reply.verb or None,
        "code": reply.code,
        "status": reply.status,
        "returned": outcome.returned,
        "unknown": reply.unknown,
    }


def _columns(rows: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """Rows as one array per column."""
    return {name: [row[name] for row in rows] for name in rows[0]}
