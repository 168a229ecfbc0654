"""What the public directory said of sites, and what bureaux decided of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import CommuneCode, Naf, Siret, Uai
from contracts.partnerships.companies import Diffusion, LegalForm
from services.chassis.base.errors import NotFound
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.tables import acquaintances
from services.partnerships.base.asked import ONE_OF_SITES
from services.partnerships.base.person_traces import PERSON_TRACES, ErasedTrader
from services.partnerships.companies.tables.companies import sites
from services.partnerships.directory_entries.model import Difference, RegisterField, Registration
from services.partnerships.directory_entries.tables import (
    directory_entries,
    directory_kept,
    directory_takings,
)

E, K, T = directory_entries.c, directory_kept.c, directory_takings.c


@dataclass(frozen=True)
class Taking:
    """A field of a card that was taken from the register."""

    site_id: UUID
    field: RegisterField
    before: Mapping[str, str | None]
    after: Mapping[str, str | None]


ENTRIES = Reading(
    select(directory_entries).where(E.site_id == ONE_OF_SITES),
    lambda rows: {row.site_id: _registration(row) for row in rows},
)
KEPT_OURS = Reading(select(directory_kept).where(K.site_id == ONE_OF_SITES), lambda rows: rows)


class DirectoryEntries:
    """The layer of the public directory, shared by all bureaux."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def at(self, site_ids: Collection[UUID]) -> Mapping[UUID, Registration]:
        """What was read of each of these sites."""
        return await ENTRIES.of(self._uow, {"site_ids": list(site_ids)})

    async def keep(self, site_id: UUID, read: Registration) -> None:
        """Record it in place of what was read before."""
        values = {"site_id": site_id, **vars(read)}
        added = insert(directory_entries).values(**values)
        changed = {name: added.excluded[name] for name in values if name != "site_id"}
        await self._uow.execute(
            added.on_conflict_do_update(index_elements=["site_id"], set_=changed)
        )
        if read.diffusion is Diffusion.PARTIAL:  # what it had said before is not kept either
            for table in (directory_kept, directory_takings):
                await self._uow.execute(delete(table).where(table.c.site_id == site_id))

    async def to_read(
        self, uai: Uai, before: datetime, *, night: str, after: UUID | None, limit: int
    ) -> Mapping[UUID, Siret]:
        """Sites on a lycée's list that were not read since, after one of them.

        Each night has an order of its own: none is kept from being read by those it always follows.
        """
        rank = func.md5(func.concat(sites.c.site_id, night))
        statement = (
            select(sites.c.site_id, sites.c.siret)
            .join(acquaintances, acquaintances.c.site_id == sites.c.site_id)
            .outerjoin(directory_entries, E.site_id == sites.c.site_id)
            .where(
                acquaintances.c.uai == uai,
                sites.c.siret.is_not(None),
                or_(E.read_at.is_(None), E.read_at < before, E.siret != sites.c.siret),
            )
            .order_by(rank)
            .limit(limit)
        )
        if after is not None:
            statement = statement.where(rank > func.md5(func.concat(str(after), night)))
        rows = await self._uow.execute(statement)
        return {row.site_id: Siret(row.siret) for row in rows}

    async def kept_ours(
        self, site_ids: Collection[UUID]
    ) -> Mapping[UUID, Mapping[RegisterField, str]]:
        """What the register says and bureaux do not want, by site."""
        found: dict[UUID, dict[RegisterField, str]] = {site_id: {} for site_id in site_ids}
        for row in await KEPT_OURS.of(self._uow, {"site_ids": list(site_ids)}):
            found[row.site_id][RegisterField(row.field)] = row.value
        return found

    async def keep_ours(
        self, kept: Mapping[UUID, Sequence[Difference]], kept_id: UUID, now: datetime
    ) -> None:
        """Propose these differences no more, while the register says the same."""
        rows = [
            {
                "site_id": site_id,
                "field": one.field,
                "value": one.theirs,
                "kept_id": kept_id,
                "kept_at": now,
            }
            for site_id, several in kept.items()
            for one in several
        ]
        if not rows:
            return
        added = insert(directory_kept)
        changed = {name: added.excluded[name] for name in ("value", "kept_id", "kept_at")}
        await self._uow.execute(
            added.on_conflict_do_update(index_elements=["site_id", "field"], set_=changed), rows
        )

    async def propose_again(self, kept_id: UUID) -> None:
        """Propose anew what was kept ours together."""
        await self._uow.execute(delete(directory_kept).where(K.kept_id == kept_id))

    async def note_taking(self, taking_id: UUID, taking: Taking, now: datetime) -> None:
        """Remember what the card said before."""
        values = {**vars(taking), "taking_id": taking_id, "taken_at": now}
        await self._uow.execute(insert(directory_takings).values(**values))

    async def take_taking(self, taking_id: UUID) -> Taking:
        """What a card said before, once. Raises NotFound."""
        those = delete(directory_takings).where(T.taking_id == taking_id)
        row = (await self._uow.execute(those.returning(*directory_takings.c))).first()
        if row is None:
            raise NotFound
        return Taking(row.site_id, RegisterField(row.field), row.before, row.after)

    async def forget(self, site_ids: Collection[UUID]) -> None:
        """Leave nothing of what the register said of these sites."""
        for table in (directory_entries, directory_kept, directory_takings):
            await self._uow.execute(delete(table).where(table.c.site_id.in_(list(site_ids))))


def _registration(row: Any) -> Registration:
    return Registration(
        siret=Siret(row.siret),
        read_at=row.read_at,
        found=row.found,
        name=row.name,
        legal_form=LegalForm(row.legal_form),
        diffusion=Diffusion(row.diffusion),
        unit_naf=Naf(row.unit_naf) if row.unit_naf else None,
        site_name=row.site_name,
        address=row.address,
        postcode=row.postcode,
        commune=CommuneCode(row.commune) if row.commune else None,
        place=row.place,
        naf=Naf(row.naf) if row.naf else None,
        staff=row.staff,
        closed=row.closed,
        closed_on=row.closed_on,
    )


async def _forget_trader(uow: UnitOfWork, *, trader: ErasedTrader) -> None:
    await DirectoryEntries(uow).forget(list(trader.site_ids))


PERSON_TRACES.add(trader=_forget_trader)
