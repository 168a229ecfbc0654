"""The card or the site that a merged one became."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import or_, select

from contracts.identifiers import SiteKey
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.asked import ONE_OF_SITES
from services.partnerships.companies.tables.former_cards import merged_sites, merges

X = merges.c


async def absorbing(uow: UnitOfWork, company_id: UUID) -> UUID | None:
    """The card a card became, None when it became none."""
    statement = select(X.kept_id).where(X.absorbed_id == company_id, X.undone_at.is_(None))
    return (await uow.execute(statement)).scalar()


async def absorbed(uow: UnitOfWork, company_ids: Sequence[UUID]) -> Sequence[UUID]:
    """Which of these cards became another one."""
    statement = select(X.absorbed_id).where(X.absorbed_id.in_(company_ids), X.undone_at.is_(None))
    return list((await uow.execute(statement)).scalars())


async def absorbing_site(uow: UnitOfWork, key: SiteKey) -> UUID | None:
    """The site that stands for one that went into it, by the key that one had."""
    condition = merged_sites.c.site_key == key
    if key.siret is None:
        condition = or_(condition, merged_sites.c.site_id == UUID(key.removeprefix("local:")))
    statement = select(merged_sites.c.into_id).where(condition)
    return (await uow.execute(statement)).scalar()


async def absorbing_site_of(uow: UnitOfWork, site_id: UUID) -> UUID | None:
    """The site that a site, which went, became."""
    statement = select(merged_sites.c.into_id).where(merged_sites.c.site_id == site_id)
    return (await uow.execute(statement)).scalar()


async def merges_behind(uow: UnitOfWork, company_id: UUID) -> Sequence[UUID]:
    """Every merge a card comes from, those of the cards that became it too."""
    return [merge_id for merge_id, _ in await _behind(uow, company_id)]


async def cards_behind(uow: UnitOfWork, company_id: UUID) -> Sequence[UUID]:
    """Every card that became a card, in as many merges as it took."""
    return [absorbed_id for _, absorbed_id in await _behind(uow, company_id)]


async def _behind(uow: UnitOfWork, company_id: UUID) -> Sequence[tuple[UUID, UUID]]:
    found: list[tuple[UUID, UUID]] = []
    waiting = [company_id]
    while waiting:
        statement = select(X.merge_id, X.absorbed_id).where(
            X.kept_id == waiting.pop(), X.undone_at.is_(None)
        )
        for row in await uow.execute(statement):
            found.append((row.merge_id, row.absorbed_id))
            waiting.append(row.absorbed_id)
    return found


async def former_keys(
    uow: UnitOfWork, site_ids: Sequence[UUID]
) -> Mapping[UUID, Sequence[SiteKey]]:
    """The keys that lead to each site since another one became it."""
    return await FORMER_KEYS.of(uow, {"site_ids": list(site_ids)})


def _keys_by_site(rows: Rows) -> Mapping[UUID, Sequence[SiteKey]]:
    found: dict[UUID, list[SiteKey]] = {}
    for row in rows:
        found.setdefault(row.into_id, []).append(SiteKey(row.site_key))
    return found


FORMER_KEYS = Reading(
    select(merged_sites)
    .where(merged_sites.c.into_id == ONE_OF_SITES)
    .order_by(merged_sites.c.site_id),
    _keys_by_site,
)
