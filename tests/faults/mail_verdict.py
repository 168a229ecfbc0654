"""What must hold of mails after any number of deaths: read where they arrive, and in the database.

At least one copy of each mail that is wanted. More than one only when whoever sent the earlier one
died before it could write down that it had; all copies are then one mail, under one Message-ID.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from services.notifications.mails.model.mail import message_uuid
from services.notifications.mails.model.template import Template
from tests.faults.mail_world import address_of
from tests.faults.verdict import Diary, Verdict
from tests.support.smtp import Mailbox

_PROCESS = re.compile(rb"process=3D(\d+);")
_CAUSE = re.compile(r"<?([0-9a-f]{32})@")


@dataclass(frozen=True)
class Copy:
    """A mail as it arrived, and which process had sent it. `at`: seconds of the system's clock."""

    cause: UUID
    process: int
    at: float
    recipients: tuple[str, ...]
    message_id: str
    content: bytes = field(repr=False)
    """The whole mail, but for what says which process sent it."""


def copies(mailbox: Mailbox, arrivals: Sequence[float]) -> list[Copy]:
    """What arrived, in order; `arrivals` says when each did."""
    found = []
    for mail, at in zip(mailbox.mails, arrivals, strict=True):
        (address,), processes = mail.recipients, _PROCESS.findall(mail.content)
        cause = _CAUSE.match(address)
        assert cause is not None, address
        assert len(set(processes)) == 1, mail.content
        found.append(
            Copy(
                UUID(cause[1]),
                int(processes[0]),
                at,
                mail.recipients,
                mail.message_id,
                _PROCESS.sub(b"", mail.content),
            )
        )
    return found


async def judge_mails(plan: dict[str, Any], arrived: Sequence[Copy]) -> Verdict:
    """Compare what was asked for, what the queue says, and what arrived. The world is settled."""
    verdict = Verdict()
    path = Path(plan["folder"]) / "diary"
    superuser = await asyncpg.connect(plan["superuser_url"])
    try:
        rows = {row["cause"]: row["state"] for row in await superuser.fetch("SELECT * FROM mails")}
        history: dict[UUID, list[asyncpg.Record]] = defaultdict(list)
        for record in await superuser.fetch("SELECT * FROM verdict.history ORDER BY at"):
            history[record["cause"]].append(record)
    finally:
        await superuser.close()
    by_cause: dict[UUID, list[Copy]] = defaultdict(list)
    for copy in arrived:
        by_cause[copy.cause].append(copy)
    _judge_presence(verdict, Diary.read(path), rows, by_cause)
    for cause, same in by_cause.items():
        _judge_copies(verdict, cause, same, _ends(path))
        _judge_claims(verdict, cause, same, history[cause])
    verdict.counts |= {
        "mails": len(rows),
        "copies": len(arrived),
        "more than once": sum(1 for same in by_cause.values() if len(same) > 1),
        "cancelled": sum(1 for state in rows.values() if state == "cancelled"),
    }
    return verdict


def _ends(diary: Path) -> dict[int, float]:
    """When each process ended."""
    lines = [line.split() for line in diary.read_text().splitlines()]
    return {int(line[1]): float(line[2]) for line in lines if line[0] == "ended"}


def _judge_presence(
    verdict: Verdict, diary: Diary, rows: dict[UUID, str], by_cause: dict[UUID, list[Copy]]
) -> None:
    verdict.require("lost", diary.accepted - rows.keys())
    verdict.require("unexpected", by_cause.keys() - rows.keys())
    verdict.require("not settled", (c for c, s in rows.items() if s not in {"sent", "cancelled"}))
    verdict.require("missing", (c for c, s in rows.items() if s == "sent" and not by_cause[c]))


def _judge_copies(
    verdict: Verdict, cause: UUID, same: Sequence[Copy], ends: dict[int, float]
) -> None:
    drawn = message_uuid(recipient="host_contact", cause=cause, template=Template.HOST_AGREED)
    for copy in same:
        one_recipient = copy.recipients == (address_of(cause),)
        right_id = copy.message_id.startswith(f"<{drawn}@")
        verdict.require("not this mail", [] if one_recipient and right_id else [cause])
    verdict.require("not one mail", [cause] if len({c.content for c in same}) > 1 else [])
    for earlier, later in pairwise(same):
        dead = ends.get(earlier.process, later.at) < later.at
        verdict.require("while another held it", [] if dead else [cause])


def _judge_claims(
    verdict: Verdict, cause: UUID, same: Sequence[Copy], history: Sequence[asyncpg.Record]
) -> None:
    """A copy belongs to a claim that was committed, and nobody claims a mail that was sent."""
    states = [record["state"] for record in history]
    claims = {record["token"] for record in history if record["state"] == "attempting"}
    verdict.require("more copies than claims", [cause] if len(same) > len(claims) else [])
    after = states[states.index("sent") + 1 :] if "sent" in states else []
    verdict.require("again after it was sent", [cause] if "attempting" in after else [])
    verdict.require("sent though cancelled", [] if claims else [cause])
