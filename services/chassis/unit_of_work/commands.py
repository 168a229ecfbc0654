"""Commands done once: the same `command_id` sent again gets the first answer.

A route claims the id first thing in its transaction, and stores the answer last thing before
the commit. A double click waits on the unique index until the first is committed.
"""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from services.chassis.base.errors import Conflict
from services.chassis.database.compiled_statements import Prepared
from services.chassis.database.tables import commands
from services.chassis.unit_of_work.audit_log import Entry
from services.chassis.unit_of_work.unit_of_work import Actor, Scope, UnitOfWork, UnitsOfWork


class CommandReused(Conflict):
    """A `command_id` that came again with another content, or from another account."""

    code = "command-reused"
    title = "Ce formulaire a déjà été envoyé avec un autre contenu"


@dataclass(frozen=True)
class Answer:
    """What a command was answered, to be given again as it was."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


_CLAIM = Prepared(
    insert(commands)
    .on_conflict_do_nothing(index_elements=["command_id"])
    .returning(commands.c.command_id),
    "command_id",
    "account_id",
    "fingerprint",
    "recorded_at",
)
_READ = select(
    commands.c.account_id,
    commands.c.fingerprint,
    commands.c.status,
    commands.c.headers,
    commands.c.body,
).where(commands.c.command_id == bindparam("id"))


def fingerprint(path: str, payload: bytes) -> bytes:
    """Digest of what a command asks; two commands are the same when these are equal."""
    return hashlib.sha256(path.encode() + b"\0" + payload).digest()


async def claim(uow: UnitOfWork, command_id: UUID, print_: bytes) -> Answer | None:
    """Take the command, or return the answer it already got.

    Waits while another transaction holds the same id. `print_` comes from `fingerprint`.
    Raises CommandReused when the id was used for something else.
    """
    account_id = uow.actor_id
    claimed = await uow.run(
        _CLAIM,
        {
            "command_id": command_id,
            "account_id": account_id,
            "fingerprint": print_,
            "recorded_at": uow.now,
        },
    )
    if claimed.first() is not None:
        return None
    first = (await uow.execute(_READ, {"id": command_id})).one()
    if first.fingerprint != print_ or first.account_id != account_id:
        raise CommandReused
    return Answer(first.status, tuple((name, value) for name, value in first.headers), first.body)


def store(uow: UnitOfWork, command_id: UUID, answer: Answer, entry: Entry | None = None) -> None:
    """Keep the answer of a claimed command, and its line of the audit; committed with the work
    or not at all.
    """
    uow.answer = {
        "command_id": command_id,
        "status": answer.status,
        "answer_headers": [list(header) for header in answer.headers],
        "body": answer.body,
        "entry_id": entry and entry.entry_id,
        "audited_at": entry and entry.at,
        "account_id": entry and entry.account_id,
        "role": entry and entry.role,
        "audited_uai": entry and entry.uai,
        "action": entry and entry.action,
        "resource_id": entry and entry.resource_id,
    }


async def lookup(
    units: UnitsOfWork, command_id: UUID, print_: bytes, *, actor: Actor | None
) -> Answer | None:
    """Return the answer the command got if it was committed, None if it was not.

    Claims the id in a transaction of its own that is rolled back, hence waits for a commit still
    under way on the server. Raises Unavailable while the database cannot be asked.
    """
    async with units.begin(Scope(frozenset()), actor=actor) as asking:
        answer = await claim(asking, command_id, print_)
        asking.give_up()
    return answer
