"""Who did what, when, to what, with which result (journal des accès): ids and codes, never a name.

Written in the transaction of what it tells, and never changed: the database refuses it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from contracts.identifiers import Uai
from services.chassis.database.compiled_statements import Prepared
from services.chassis.database.tables import audit_entries
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

PARIS = ZoneInfo("Europe/Paris")
DONE, READ, REFUSED = "done", "read", "refused"
COMMAND_LINE, BY_COMMAND = UUID(int=0), "command-line"
"""Who did what an operator asked for on the server itself."""
NOBODY, BY_NOBODY = UUID(int=1), "nobody"
"""Who failed to sign in: it is not known to be the person of the account."""
SAID = {
    "sign-in": "se connecter",
    "sign-in-by-code": "se connecter par un code",
    "sign-out": "se déconnecter",
    "throttle": "recommencer après trop d’essais",
    "change-password": "changer son mot de passe",
    "close-account": "fermer un compte",
    "close-session": "fermer une connexion",
    "second-factor": "donner un code de double authentification",
    "set-second-factor": "mettre en place la double authentification",
    "remove-second-factor": "retirer la double authentification",
    "use-recovery-code": "utiliser un code de secours",
    "renew-recovery-codes": "recevoir de nouveaux codes de secours",
    "sign-out-everywhere": "se déconnecter partout",
    "limit-access": "limiter un accès",
    "restore-access": "rétablir un accès",
}
"""In French, what is noted under a name that is no action of a table."""
RESULTS = {DONE: "fait", READ: "consulté", REFUSED: "refusé"}
A = audit_entries.c


@dataclass(frozen=True)
class Entry:
    """One line of the audit. `resource_id`: what it was done to, when it has an id."""

    entry_id: UUID
    at: datetime
    account_id: UUID
    role: str
    uai: str
    action: str
    resource_id: UUID | None
    result: str


@dataclass(frozen=True)
class Filters:
    """What an auditor looks for."""

    account_id: UUID | None = None
    resource_id: UUID | None = None
    uai: str | None = None
    action: str | None = None
    result: str | None = None
    from_on: date | None = None
    until_on: date | None = None


_WRITE = Prepared(insert(audit_entries), *Entry.__dataclass_fields__)


async def write(uow: UnitOfWork, entry: Entry) -> None:
    """Add a line in the transaction of what it tells."""
    await uow.run(_WRITE, vars(entry))


async def note_reading(uow: UnitOfWork, *, action: str, resource_id: UUID | None, uai: Uai) -> None:
    """Note that somebody read this, or a list (consultation); nothing without a person."""
    await _note(uow, action, resource_id, uai, READ)


async def note_done(uow: UnitOfWork, *, action: str, resource_id: UUID, uai: Uai) -> None:
    """Note what a command did that no page sent; nothing without a person."""
    await _note(uow, action, resource_id, uai, DONE)


async def _note(uow: UnitOfWork, action: str, about: UUID | None, uai: Uai, result: str) -> None:
    if uow.actor is None:
        return
    account_id, role = uow.actor.account_id, uow.actor.role
    await write(uow, Entry(uow.new_id(), uow.now, account_id, role, uai, action, about, result))


async def note_doing(uow: UnitOfWork, *, action: str, resource_id: UUID, uai: Uai) -> None:
    """Note what was done, more precisely than the route's action and address tell.

    Without a person it was the command line. The line of the route itself is then not written.
    """
    account_id, role = COMMAND_LINE, BY_COMMAND
    if uow.actor is not None:
        account_id, role = uow.actor.account_id, uow.actor.role
    uow.noted = True
    await write(uow, Entry(uow.new_id(), uow.now, account_id, role, uai, action, resource_id, DONE))


async def note_at_the_door(
    uow: UnitOfWork, *, action: str, who: UUID | None, about: UUID | None, uai: Uai, result: str
) -> None:
    """Note what somebody who is not signed in yet, or no more, did; `who` None when nobody knows."""
    by = (NOBODY, BY_NOBODY) if who is None else (who, "")
    await write(uow, Entry(uow.new_id(), uow.now, *by, uai, action, about, result))


async def entries(
    uow: UnitOfWork, filters: Filters, *, limit: int, before: UUID | None = None
) -> Sequence[Entry]:
    """The lines of the scope that match, newest first, those before a line when it is given."""
    wanted = select(*(A[name] for name in Entry.__dataclass_fields__)).where(*_conditions(filters))
    if before is not None:
        wanted = wanted.where(A.entry_id < before)
    found = await uow.execute(wanted.order_by(A.entry_id.desc()).limit(limit))
    return [Entry(**row) for row in found.mappings()]


def _conditions(filters: Filters) -> list[Any]:
    exact = ("account_id", "resource_id", "uai", "action", "result")
    found = [A[name] == value for name in exact if (value := getattr(filters, name)) is not None]
    if filters.from_on:
        found.append(A.at >= _midnight(filters.from_on))
    if filters.until_on:
        found.append(A.at < _midnight(filters.until_on + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=PARIS)
