"""Exchanges: each lycée's own, one row per lycée also when they were noted once for several."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Select,
    Uuid,
    and_,
    any_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from contracts.identifiers import Uai
from contracts.partnerships.companies import InteractionKind, InteractionOutcome, InteractionPurpose
from services.chassis.base.errors import NotFound
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.asked import COMPANY
from services.partnerships.base.chunks import in_pieces
from services.partnerships.exchanges.model import Interaction, Noted, Refusal
from services.partnerships.exchanges.tables import interactions
from services.partnerships.tasks.store.open_tasks import ExchangeTable, answered_by
from services.partnerships.timeline.model import EntryKind
from services.partnerships.timeline.store import TIMELINE, TimelineSource

X = interactions.c
AS_ONE = func.coalesce(X.shared_id, X.interaction_id)
"""What the rows of one exchange have in common."""
UAIS = func.array_agg(aggregate_order_by(X.uai, X.uai)).label("uais")
_OWN = {"uai", "interaction_id", "shared_id", "contact_id", "former_ids"}
_SHOWN = [c for c in X if c.name not in _OWN]
FORMER_IDS_MAX = 40
"""Names of before that are kept: those of a form somebody may still have open."""


FIRST = func.array_agg(aggregate_order_by(X.interaction_id, X.uai))[1]
"""The row of an exchange that stands for all those shown with it."""


@dataclass(frozen=True)
class HeldWith:
    """The site and the contact exchanges were held with; None: any."""

    site_id: UUID | None = None
    contact_id: UUID | None = None

    def with_company(self, company_id: UUID) -> Mapping[str, UUID | None]:
        """The parameters `SHOWN_ONCE` is asked with."""
        return {"company_id": company_id, **vars(self)}


ANYWHERE = HeldWith()


def _shown_once() -> Select[Any]:
    # Somebody is the contact of one lycée: the rows of the others name nobody.
    met = func.array_agg(X.contact_id).filter(X.contact_id.is_not(None))
    at, met_with = bindparam("site_id", type_=Uuid), bindparam("contact_id", type_=Uuid)
    return (
        select(
            FIRST.label("interaction_id"),
            AS_ONE.label("as_one"),
            UAIS,
            met[1].label("contact_id"),
            *_SHOWN,
        )
        .where(
            X.company_id == COMPANY,
            or_(at.is_(None), X.site_id == at),
            or_(met_with.is_(None), X.contact_id == met_with),
        )
        .group_by(AS_ONE, *_SHOWN)
    )


SHOWN_ONCE = _shown_once()
"""The exchanges with a company (`HeldWith.with_company`), each once for all lycées that noted it."""
THESE_EXCHANGES = Reading(
    SHOWN_ONCE.having(any_(bindparam("exchange_ids", type_=ARRAY(Uuid))) == FIRST),
    lambda rows: {row.interaction_id: _noted(row) for row in rows},
)

EXCHANGES = EntryKind("echanges", "Échanges", place=1, met=True)
TIMELINE.add(
    TimelineSource(
        EXCHANGES, SHOWN_ONCE, FIRST, X.occurred_on, these=THESE_EXCHANGES, ids="exchange_ids"
    )
)


LAST_REFUSAL = Reading(
    select(interactions)
    .where(X.company_id == COMPANY, X.outcome == InteractionOutcome.REFUSED.value)
    .order_by(X.occurred_on.desc(), X.interaction_id.desc())
    .limit(1),
    lambda rows: next((_interaction(row) for row in rows), None),
)


class Interactions:
    """The exchanges of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, uai: Uai, interaction: Interaction) -> None:
        """Record an exchange."""
        values = {**vars(interaction), "interaction_id": interaction.id}
        del values["id"]
        await self._uow.execute(insert(interactions).values(uai=uai, **values))

    async def add_all(self, uai: Uai, added: Sequence[Interaction]) -> None:
        """Record exchanges of one lycée."""
        async for piece in in_pieces(added):
            rows = [{**vars(one), "uai": uai, "interaction_id": one.id} for one in piece]
            known = [{k: v for k, v in row.items() if k != "id"} for row in rows]
            await self._uow.execute(insert(interactions), known)

    async def days_at(
        self, uai: Uai, company_ids: Collection[UUID]
    ) -> Sequence[tuple[UUID, date, InteractionKind, str | None]]:
        """When one lycée was in touch with some companies: site, day, how, what was noted."""
        statement = select(X.site_id, X.occurred_on, X.kind, X.note).where(
            X.uai == uai, X.company_id.in_(list(company_ids))
        )
        return [
            (row.site_id, row.occurred_on, InteractionKind(row.kind), row.note)
            for row in await self._uow.execute(statement)
        ]

    async def of(self, company_id: UUID, limit: int) -> Sequence[Noted]:
        """The latest exchanges with a company, the last one first; each once for all its lycées."""
        last_first = SHOWN_ONCE.order_by(X.occurred_on.desc(), AS_ONE.desc()).limit(limit)
        rows = await self._uow.execute(last_first, ANYWHERE.with_company(company_id))
        return [_noted(row) for row in rows]

    async def last_refusal(self, company_id: UUID) -> Interaction | None:
        """The last exchange that ended by a refusal, for the lycées in scope."""
        return await LAST_REFUSAL.of(self._uow, {"company_id": company_id})

    async def get(self, company_id: UUID, interaction_id: UUID) -> Noted:
        """One exchange, with the lycées in scope it was noted for. Raises NotFound."""
        rows = await self._all(select(interactions), company_id, interaction_id)
        met = next((one.contact_id for _, one in rows if one.contact_id), None)
        return Noted(replace(rows[0][1], contact_id=met), [uai for uai, _ in rows])

    async def ids(self, company_id: UUID, interaction_id: UUID) -> Sequence[UUID]:
        """Every row of one exchange. Raises NotFound."""
        rows = await self._all(select(interactions), company_id, interaction_id)
        return [one.id for _, one in rows]

    async def former(self, company_id: UUID, interaction_id: UUID) -> Sequence[UUID]:
        """What one exchange is called and was before its corrections, newest last. Raises NotFound."""
        ids = await self.ids(company_id, interaction_id)
        rows = select(X.former_ids).where(X.interaction_id.in_(ids), X.former_ids.is_not(None))
        before = (await self._uow.execute(rows.limit(1))).scalar()
        return [*(before or ()), *ids][-FORMER_IDS_MAX:]

    async def succeed(
        self, ids: Sequence[UUID], former: Sequence[UUID], before: Interaction
    ) -> None:
        """Note what an exchange was called before it was corrected; it stays whose it was, and where."""
        undelivered = and_(X.to_many, literal(before.undelivered))
        values = {"former_ids": former, "noted_by": before.noted_by, "undelivered": undelivered}
        await self._uow.execute(
            update(interactions).where(X.interaction_id.in_(ids)).values(values)
        )

    async def mark_delivery(self, interaction_id: UUID, *, undelivered: bool) -> None:
        """Say of a letter to many whether it came back, also once it was corrected."""
        called_so = literal(interaction_id) == any_(X.former_ids)
        await self._uow.execute(
            update(interactions)
            .where(X.to_many, or_(X.interaction_id == interaction_id, called_so))
            .values(undelivered=undelivered)
        )

    async def standing(self, company_id: UUID, interaction_id: UUID) -> Noted | None:
        """The exchange, or what it was corrected to; None when it was taken back."""
        either = or_(
            X.interaction_id == interaction_id, literal(interaction_id) == any_(X.former_ids)
        )
        statement = select(X.interaction_id).where(X.company_id == company_id, either)
        found = (await self._uow.execute(statement.limit(1))).scalar()
        return await self.get(company_id, found) if found else None

    async def take(
        self, company_id: UUID, interaction_id: UUID
    ) -> Sequence[tuple[Uai, Interaction]]:
        """Remove an exchange, for each lycée in scope it was noted for. Raises NotFound."""
        statement = delete(interactions).returning(interactions)
        return await self._all(statement, company_id, interaction_id)

    async def _all(
        self, statement: Any, company_id: UUID, interaction_id: UUID
    ) -> Sequence[tuple[Uai, Interaction]]:
        one = select(AS_ONE).where(X.interaction_id == interaction_id, X.company_id == company_id)
        as_one = (await self._uow.execute(one)).scalar()
        if as_one is None:
            raise NotFound
        statement = statement.where(X.company_id == company_id, as_one == AS_ONE)
        found = (await self._uow.execute(statement)).all()
        return sorted(((Uai(row.uai), _interaction(row)) for row in found), key=lambda one: one[0])


def _noted(row: Any) -> Noted:
    return Noted(_interaction(row), [Uai(uai) for uai in row.uais], row.as_one)


def _interaction(row: Any) -> Interaction:
    return Interaction(
        id=row.interaction_id,
        company_id=row.company_id,
        site_id=row.site_id,
        kind=InteractionKind(row.kind),
        purpose=InteractionPurpose(row.purpose),
        outcome=InteractionOutcome(row.outcome),
        occurred_on=row.occurred_on,
        refusal=Refusal(row.refusal) if row.refusal else None,
        next_step_on=row.next_step_on,
        contact_id=row.contact_id,
        note=row.note,
        to_many=row.to_many,
        undelivered=row.undelivered,
        noted_by=row.noted_by,
    )


answered_by(ExchangeTable(interactions, "interaction_id", "company_id"))
