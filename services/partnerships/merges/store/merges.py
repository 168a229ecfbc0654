"""What merges did to cards, and what still leads from the cards that went."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.tables import lycees
from services.partnerships.base.asked import COMPANY
from services.partnerships.base.person_traces import PERSON_TRACES, ErasedTrader
from services.partnerships.companies.model.card import Card
from services.partnerships.companies.tables.former_cards import merge_moves, merged_sites, merges
from services.partnerships.merges.model import MergedCards, MergeOver
from services.partnerships.territories.tables import company_leads

X = merges.c


@dataclass(frozen=True)
class Merge:
    """One merge that stands."""

    id: UUID
    uai: Uai
    kept_id: UUID
    absorbed_id: UUID
    merged_at: datetime
    kept_version: int
    absorbed_version: int
    cards: MergedCards
    lycee: str = ""
    """What the lycée that merged is called, of one that is recorded."""


_STANDING = (
    select(
        merges,
        func.coalesce(lycees.c.name, X.uai).label("lycee"),
        select(func.jsonb_object_agg(merged_sites.c.site_id, merged_sites.c.into_id))
        .where(merged_sites.c.merge_id == X.merge_id)
        .scalar_subquery()
        .label("same_places"),
    )
    .outerjoin(lycees, lycees.c.lycee == X.uai)
    .where(X.undone_at.is_(None))
)
MERGED_INTO = Reading(
    _STANDING.where(X.kept_id == COMPANY).order_by(X.merge_id.desc()),
    lambda rows: [_merge(row) for row in rows],
)


class Merges:
    """The merges of the whole registry."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, merge: Merge) -> None:
        """Record one, with the keys of sites that went."""
        cards = merge.cards
        await self._uow.execute(
            insert(merges).values(
                merge_id=merge.id,
                uai=merge.uai,
                kept_id=merge.kept_id,
                absorbed_id=merge.absorbed_id,
                merged_at=merge.merged_at,
                kept_version=merge.kept_version,
                absorbed_version=merge.absorbed_version,
                before=cards.before.to_json(),
                after=cards.after.to_json(),
                absorbed=cards.absorbed.to_json(),
            )
        )
        keys = {site.id: site.key for site in cards.absorbed.sites}
        rows = [
            {"site_id": site, "site_key": keys[site], "into_id": into, "merge_id": merge.id}
            for site, into in cards.same_places.items()
        ]
        if rows:
            await self._uow.execute(insert(merged_sites), rows)

    async def get(self, merge_id: UUID) -> Merge:
        """Raises MergeOver."""
        found = await self._all(X.merge_id == merge_id)
        if not found:
            raise MergeOver
        return found[0]

    async def of(self, company_id: UUID) -> Sequence[Merge]:
        """Merges that made a card what it is, the last first."""
        return await MERGED_INTO.of(self._uow, {"company_id": company_id})

    async def onward(self, company_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Merge]]:
        """By card that went, the merges that lead to the card it is by now; no other is in it."""
        steps: dict[UUID, Merge] = {}
        waiting = set(company_ids)
        while waiting:
            found = await self._all(X.absorbed_id.in_(list(waiting)))
            steps |= {one.absorbed_id: one for one in found}
            waiting = {one.kept_id for one in found}
        onward: dict[UUID, list[Merge]] = {}
        for company_id in steps.keys() & set(company_ids):
            way = onward[company_id] = [steps[company_id]]
            while step := steps.get(way[-1].kept_id):
                way.append(step)
        return onward

    async def brought_lead(self, merge_id: UUID) -> bool:
        """Whether the lead of the card that went is the other one's since: of one's own merges."""
        moves = merge_moves.c
        statement = select(moves.position).where(
            moves.merge_id == merge_id,
            moves.moved_table == company_leads.name,
            moves.became.is_(None),
        )
        return (await self._uow.execute(statement)).first() is not None

    async def close(self, merge_id: UUID, now: datetime) -> None:
        """It was undone: nothing leads from one card to the other any more, nor is kept of it."""
        await self._uow.execute(delete(merged_sites).where(merged_sites.c.merge_id == merge_id))
        # What the cards were is on the cards again.
        await self._uow.execute(
            update(merges)
            .where(X.merge_id == merge_id)
            .values(undone_at=now, before={}, after={}, absorbed={})
        )

    async def behind(self, company_id: UUID) -> Sequence[Merge]:
        """Every merge a card comes from, those of the cards that became it too."""
        found: list[Merge] = []
        waiting = [company_id]
        while waiting:
            those = await self._all(X.kept_id == waiting.pop())
            found += those
            waiting += [one.absorbed_id for one in those]
        return found

    async def forget(self, those: Sequence[Merge]) -> None:
        """Keep no longer how cards were; a key goes on leading where it does, without its SIRET."""
        ids = [one.id for one in those]
        same = merged_sites.c
        await self._uow.execute(
            update(merged_sites)
            .where(same.merge_id.in_(ids))
            .values(site_key="local:" + cast(same.site_id, Text))
        )
        for table in (merge_moves, merges):
            await self._uow.execute(delete(table).where(table.c.merge_id.in_(ids)))

    async def _all(self, those: ColumnElement[bool]) -> Sequence[Merge]:
        return [_merge(row) for row in await self._uow.execute(_STANDING.where(those))]


def _merge(row: Any) -> Merge:
    return Merge(
        id=row.merge_id,
        uai=Uai(row.uai),
        kept_id=row.kept_id,
        absorbed_id=row.absorbed_id,
        merged_at=row.merged_at,
        kept_version=row.kept_version,
        absorbed_version=row.absorbed_version,
        cards=MergedCards(
            Card.from_json(row.before),
            Card.from_json(row.after),
            Card.from_json(row.absorbed),
            {UUID(site): UUID(into) for site, into in (row.same_places or {}).items()},
        ),
        lycee=row.lycee,
    )


async def _forget_trader(uow: UnitOfWork, *, trader: ErasedTrader) -> None:
    merges_behind = await Merges(uow).behind(trader.company_id)
    await Merges(uow).forget(merges_behind)


PERSON_TRACES.add(trader=_forget_trader)
