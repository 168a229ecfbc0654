"""The mails of a lycée: what left, what waits and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    RowMapping,
    Select,
    Text,
    any_,
    bindparam,
    func,
    literal,
    select,
    tuple_,
)

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.mails.model.mail import UNFINISHED, MailId, State
from services.notifications.mails.model.reasons import FOR_SEVERAL, GATHERED
from services.notifications.mails.model.subjects import Subject, subject_of, templates_of
from services.notifications.mails.model.template import Template
from services.notifications.mails.tables import mails

PAGE_LENGTH = 50
HIDDEN = tuple(template for template in Template if not template.shown)
KNOWN = frozenset(template.value for template in Template)


_REPLACED = [FOR_SEVERAL, GATHERED]


class Shelf(StrEnum):
    """A part of the list, as its address names it."""

    ALL = "tous"
    WAITING = "en-attente"
    FAILED = "non-remis"
    SENT = "partis"
    CANCELLED = "annules"


STATES: Mapping[Shelf, Sequence[State]] = MappingProxyType(
    {
        Shelf.WAITING: UNFINISHED,
        Shelf.FAILED: (State.FAILED,),
        Shelf.SENT: (State.SENT,),
        Shelf.CANCELLED: (State.CANCELLED,),
    }
)


@dataclass(frozen=True)
class Sending:
    """One mail of the list; `template` is None for one of a newer version. `address` and `subject` are unknown before the first attempt, and
    forgotten some time after the last.
    """

    mail_id: MailId
    uai: Uai
    template: Template | None
    recipient: str
    aggregate_id: UUID
    state: State
    queued_at: datetime
    next_attempt_at: datetime
    finished_at: datetime | None
    attempts: int
    cancel_asked_at: datetime | None
    last_reason: str | None
    last_code: int | None
    last_status: str | None
    address: str | None
    subject: str | None


@dataclass(frozen=True)
class SendingsPage:
    """A page of the list; `after` leads to the next one."""

    items: Sequence[Sending]
    after: MailId | None


_COLUMNS = [mails.c[name] for name in Sending.__dataclass_fields__]


async def read_mails(
    uow: UnitOfWork,
    *,
    shelf: Shelf = Shelf.ALL,
    subject: Subject | None = None,
    after: MailId | None = None,
) -> SendingsPage:
    """The lycée's mails, or those of the DSDEN, the newest first. Raises NotFound when `after` is none of them."""
    newest = (mails.c.queued_at, mails.c.mail_id)
    statement = _own(uow, select(*_COLUMNS))
    if subject is not None:
        statement = statement.where(_about(subject))
    if shelf in STATES:
        statement = statement.where(mails.c.state.in_(STATES[shelf]))
    if after is not None:
        last = await read_mail(uow, after)
        statement = statement.where(tuple_(*newest) < (last.queued_at, last.mail_id))
    statement = statement.order_by(*(column.desc() for column in newest)).limit(PAGE_LENGTH + 1)
    found = [_sending(row) for row in (await uow.execute(statement)).mappings()]
    shown = found[:PAGE_LENGTH]
    return SendingsPage(shown, shown[-1].mail_id if len(found) > PAGE_LENGTH else None)


async def read_mail(uow: UnitOfWork, mail_id: MailId) -> Sending:
    """One of the lycée's mails. Raises NotFound."""
    found = await uow.execute(_own(uow, select(*_COLUMNS)).where(mails.c.mail_id == mail_id))
    row = found.mappings().one_or_none()
    if row is None:
        raise NotFound
    return _sending(row)


async def count_mails(uow: UnitOfWork, subject: Subject | None = None) -> Mapping[Shelf, int]:
    """How many mails wait, and how many failed: what somebody may want to look at."""
    if subject is None:
        return await COUNTS.of(uow, given(uow))
    many = select(mails.c.state, func.count().label("mails")).where(_about(subject))
    found = await uow.execute(_own(uow, many).group_by(mails.c.state))
    return _shelves([row for row in found if row.state in _OPEN])


async def read_subjects(uow: UnitOfWork) -> Sequence[Subject]:
    """What the mails are about that the scope may see, in the order they are offered."""
    kept = await uow.execute(_own(uow, select(mails.c.template).distinct()))
    there = {subject_of(Template(row.template)) for row in kept if row.template in KNOWN}
    return [subject for subject in Subject if subject in there]


def _about(subject: Subject) -> ColumnElement[bool]:
    values = [template.value for template in templates_of(subject)]
    return mails.c.template == any_(literal(values, ARRAY(Text)))


def given(uow: UnitOfWork) -> Mapping[str, Any]:
    """What the count of the mails of the lycées in scope is asked with."""
    return {"uais": senders(uow)}


def senders(uow: UnitOfWork) -> Sequence[Uai]:
    """In whose name the mails leave that the scope may see: of its lycées, or of the DSDEN, never of all."""
    own = {uow.department_uai} if uow.scope.department_wide else set()
    return sorted(uow.scope.uais | own)


def _own(uow: UnitOfWork, statement: Select[Any]) -> Select[Any]:
    return statement.where(mails.c.uai.in_(senders(uow)), *_told())


def _told() -> tuple[ColumnElement[bool], ...]:
    # Once there is a mail for each person, the one for « the bureau » has nothing to say; nor has
    # one that another says.
    replaced = func.coalesce(mails.c.last_reason, "") == any_(literal(_REPLACED, ARRAY(Text)))
    hidden = mails.c.template == any_(literal(list(HIDDEN), ARRAY(Text)))
    return (~hidden, ~replaced)


def _shelves(rows: Rows) -> Mapping[Shelf, int]:
    counts = {State(row.state): row.mails for row in rows}
    return {
        shelf: sum(counts.get(state, 0) for state in STATES[shelf])
        for shelf in (Shelf.WAITING, Shelf.FAILED)
    }


_OPEN = [*STATES[Shelf.WAITING], *STATES[Shelf.FAILED]]
COUNTS = Reading(
    select(mails.c.state, func.count().label("mails"))
    .where(mails.c.uai == any_(bindparam("uais", type_=ARRAY(Text))), *_told())
    .where(mails.c.state == any_(literal(_OPEN, ARRAY(Text))))
    .group_by(mails.c.state),
    _shelves,
)
"""How many mails wait, and how many failed, of some lycées."""


def _sending(row: RowMapping) -> Sending:
    known = row["template"] in KNOWN
    # What nobody knows may be between the portal and a person: to whom and what stays unsaid.
    said = {} if known else {"address": None, "subject": None}
    template = Template(row["template"]) if known else None
    return Sending(**{**row, "template": template, "state": State(row["state"]), **said})
