"""The texts of exchanges, tasks, pauses, mails and calls, as somebody they name may ask for them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    Select,
    Table,
    Text,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
    update,
)

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.domain.mentions import Named
from services.partnerships.domain.pause import PauseReason, RolesAt, of_nobody, readable
from services.partnerships.storage.actor_exchange_tables import actor_exchanges
from services.partnerships.storage.brought_tables import brought
from services.partnerships.storage.company_note_tables import company_notes
from services.partnerships.storage.drop_tables import dropped_mails
from services.partnerships.storage.mailing_tables import mailings
from services.partnerships.storage.mass_change_tables import mass_changes
from services.partnerships.storage.pressure_tables import site_pause_reasons, site_pauses
from services.partnerships.storage.tables import companies, interactions, sites
from services.partnerships.storage.task_tables import tasks

_NO_REASON = cast(null(), Text).label("reason")
_EXCHANGES = select(
    interactions.c.interaction_id,
    interactions.c.occurred_on,
    interactions.c.note,
    companies.c.name,
    interactions.c.uai,
    _NO_REASON,
).join(companies, companies.c.company_id == interactions.c.company_id)
_TASKS = select(
    tasks.c.task_id.label("interaction_id"),
    cast(tasks.c.created_at, Date).label("occurred_on"),
    tasks.c.note,
    func.coalesce(companies.c.name, "Tâche sans entreprise").label("name"),
    tasks.c.uai,
    _NO_REASON,
).join_from(tasks, companies, companies.c.company_id == tasks.c.company_id, isouter=True)
_AT_SITES = site_pauses.join(sites, sites.c.site_id == site_pauses.c.site_id)
_PAUSES = (
    select(
        site_pause_reasons.c.pause_id.label("interaction_id"),
        site_pauses.c.paused_on.label("occurred_on"),
        site_pause_reasons.c.details.label("note"),
        companies.c.name,
        site_pause_reasons.c.uai,
        site_pause_reasons.c.reason,
    )
    .select_from(_AT_SITES)
    .join(companies, companies.c.company_id == sites.c.company_id)
    .join(
        site_pause_reasons,
        (site_pause_reasons.c.uai == site_pauses.c.uai)
        & (site_pause_reasons.c.pause_id == site_pauses.c.pause_id),
    )
)
_ACTORS = select(
    actor_exchanges.c.exchange_id.label("interaction_id"),
    actor_exchanges.c.occurred_on,
    actor_exchanges.c.note,
    literal("Acteur du réseau").label("name"),
    actor_exchanges.c.uai,
    _NO_REASON,
)
_KEPT = select(
    company_notes.c.note_id.label("interaction_id"),
    cast(company_notes.c.noted_at, Date).label("occurred_on"),
    company_notes.c.note,
    companies.c.name,
    company_notes.c.uai,
    _NO_REASON,
).join(companies, companies.c.company_id == company_notes.c.company_id)
_MAILS = select(
    dropped_mails.c.mail_id.label("interaction_id"),
    dropped_mails.c.occurred_on,
    dropped_mails.c.text.label("note"),
    literal("Courriel à rattacher").label("name"),
    dropped_mails.c.uai,
    _NO_REASON,
)
_BROUGHT = select(
    brought.c.brought_id.label("interaction_id"),
    cast(brought.c.brought_at, Date).label("occurred_on"),
    brought.c.note,
    brought.c.company.label("name"),
    brought.c.uai,
    _NO_REASON,
)
_CHANGES = select(
    mass_changes.c.change_id.label("interaction_id"),
    cast(mass_changes.c.previewed_at, Date).label("occurred_on"),
    mass_changes.c.note,
    literal("Tâche pour plusieurs entreprises").label("name"),
    mass_changes.c.uai,
    _NO_REASON,
)
_MAILINGS = select(
    mailings.c.mailing_id.label("interaction_id"),
    cast(mailings.c.drafted_at, Date).label("occurred_on"),
    mailings.c.body.label("note"),
    literal("Courriel à plusieurs entreprises").label("name"),
    mailings.c.uai,
    _NO_REASON,
)
_SUBJECTS = _MAILINGS.with_only_columns(
    *(
        mailings.c.subject.label("note") if column.name == "note" else column
        for column in _MAILINGS.selected_columns
    )
)
_REACHED = _BROUGHT.with_only_columns(
    *(
        brought.c.reach.label("note") if column.name == "note" else column
        for column in _BROUGHT.selected_columns
    )
)
"""Texts of tasks, pauses, mails, what is for many and what teachers bring are found and erased with those of exchanges,
under their own ids."""
_TEXTS: Sequence[tuple[Select[Any], Table, Column[Any], Column[Any]]] = (
    (_EXCHANGES, interactions, interactions.c.interaction_id, interactions.c.note),
    (_KEPT, company_notes, company_notes.c.note_id, company_notes.c.note),
    (_ACTORS, actor_exchanges, actor_exchanges.c.exchange_id, actor_exchanges.c.note),
    (_TASKS, tasks, tasks.c.task_id, tasks.c.note),
    (_PAUSES, site_pause_reasons, site_pause_reasons.c.pause_id, site_pause_reasons.c.details),
    (_MAILS, dropped_mails, dropped_mails.c.mail_id, dropped_mails.c.text),
    (_CHANGES, mass_changes, mass_changes.c.change_id, mass_changes.c.note),
    (_MAILINGS, mailings, mailings.c.mailing_id, mailings.c.body),
    (_SUBJECTS, mailings, mailings.c.mailing_id, mailings.c.subject),
    (_BROUGHT, brought, brought.c.brought_id, brought.c.note),
    (_REACHED, brought, brought.c.brought_id, brought.c.reach),
)
_ABOUT_A_COMPANY = (interactions, tasks, company_notes)
_VARIES = frozenset("aeiouycn")
"""Letters that wear accents in French."""


@dataclass(frozen=True)
class Note:
    """What was written about an exchange, and where."""

    interaction_id: UUID
    company: str
    occurred_on: date
    text: str
    whole: bool
    """Whether the whole name is there, and not a part of it alone."""


class Notes:
    """The notes of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def naming(self, somebody: Named, roles_at: RolesAt = of_nobody) -> Sequence[Note]:
        """The notes that name or reach somebody, the last first; of safety, to its readers alone."""
        if not somebody.words:
            return []
        pieces = [
            statement.where(or_(*_may_name(somebody, text))) for statement, _, _, text in _TEXTS
        ]
        every = union_all(*pieces).subquery().c
        found = select(*every).order_by(every.occurred_on.desc(), every.interaction_id)
        return [
            Note(
                row.interaction_id,
                row.name,
                row.occurred_on,
                row.note,
                somebody.is_whole_in(row.note),
            )
            for row in await self._uow.execute(found)
            if somebody.is_in(row.note)
            and (row.reason is None or readable(PauseReason(row.reason), roles_at(Uai(row.uai))))
        ]

    async def of_contact(self, contact_id: UUID) -> Sequence[tuple[UUID, date, str | None]]:
        """The exchanges somebody had with the lycée: id, day, text."""
        statement = (
            select(interactions.c.interaction_id, interactions.c.occurred_on, interactions.c.note)
            .where(interactions.c.contact_id == contact_id)
            .order_by(interactions.c.occurred_on.desc(), interactions.c.interaction_id)
        )
        return [tuple(row) for row in await self._uow.execute(statement)]

    async def erase(self, interaction_ids: Collection[UUID]) -> Sequence[tuple[str, UUID]]:
        """Erase texts, and leave what they were about; whose were there, by lycée."""
        erased: list[tuple[str, UUID]] = []
        for _, table, key, text in _TEXTS:
            statement = (
                update(table)
                .where(key.in_(list(interaction_ids)), text.is_not(None))
                .values({text: None})
                .returning(table.c.uai, key)
            )
            erased += [tuple(row) for row in await self._uow.execute(statement)]
        return erased

    async def count_of(self, company_id: UUID) -> int:
        """How many texts of exchanges and tasks, and of its own, the lycées in scope keep."""
        each = [
            select(func.count()).where(one.c.company_id == company_id, one.c.note.is_not(None))
            for one in _ABOUT_A_COMPANY
        ]
        total: int = sum((await self._uow.execute(union_all(*each))).scalars())
        return total

    async def erase_of(self, company_id: UUID) -> None:
        """Erase all texts about a company: of exchanges and tasks, of its own, of pauses of its sites."""
        for table in _ABOUT_A_COMPANY:
            statement = update(table).where(table.c.company_id == company_id)
            await self._uow.execute(statement.values(note=None))
        there = select(site_pauses.c.pause_id).select_from(_AT_SITES)
        paused = site_pause_reasons.c.pause_id.in_(there.where(sites.c.company_id == company_id))
        await self._uow.execute(update(site_pause_reasons).where(paused).values(details=None))


def _may_name(somebody: Named, text: Column[Any]) -> Iterator[ColumnElement[bool]]:
    """What finds at least every note with a word of the name, the address or the number."""
    yield from (text.ilike(f"%{_pattern(word)}%") for word in somebody.words)
    if somebody.mail:
        yield text.icontains(somebody.mail, autoescape=True)
    if somebody.digits:
        yield func.regexp_replace(text, r"\D", "", "g").contains(somebody.digits)


def _pattern(word: str) -> str:
    """What finds at least every note with this word; accents and signs are any character."""
    return "".join("_" if c in _VARIES or not c.isalnum() else c for c in word)
