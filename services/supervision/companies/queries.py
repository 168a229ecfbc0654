"""Cards that are one company, and names everybody may read."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, Select, func, select, union_all
from sqlalchemy.dialects.postgresql import distinct_on

from services.chassis.reference.nomenclatures import activity_label, commune_name
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.companies.tables import companies, company_merges

C, M = companies.c, company_merges.c


def members(asked: Select[Any], name: str = "members") -> CTE:
    """Of the cards of a statement of ids: `root`, the card that stands for a company, and each `card` of it.

    Read off the merges as they stand now: what was told of a card that went, before or after, is
    told of the one it led to, by however many merges; one that is taken back leads nowhere.
    """
    links = _links().cte(f"{name}_links").prefix_with("MATERIALIZED")
    seeds = asked.subquery(f"{name}_asked")
    [asked_id] = seeds.c
    first = select(asked_id.label("seed"), asked_id.label("card"))
    reached = first.cte(f"{name}_reached", recursive=True)
    further = select(reached.c.seed, links.c.other).where(links.c.card == reached.c.card)
    reached = reached.union(further)
    gone = select(M.absorbed_id).where(M.merged, M.absorbed_id == reached.c.card).exists()
    # The card that stays; of two lycées' cards of one site, always the same one.
    roots = (
        select(reached.c.seed, reached.c.card.label("root"))
        .ext(distinct_on(reached.c.seed))
        .order_by(reached.c.seed, gone, reached.c.card)
        .cte(f"{name}_roots")
    )
    return (
        select(roots.c.root, reached.c.card)
        .join(reached, reached.c.seed == roots.c.seed)
        .distinct()
        .cte(name)
    )


def site_keys_of_cards(among: Select[Any] | None = None) -> Select[Any]:
    """Each key of a site with the card it is on, or was on before it became another one's."""
    here = select(C.company_id.label("card"), func.unnest(C.site_keys).label("site_key"))
    former = select(M.company_id, func.unnest(M.former_keys)).where(M.merged)
    if among is not None:
        here, former = here.where(C.company_id.in_(among)), former.where(M.company_id.in_(among))
    both = union_all(here, former).subquery("keyed")
    return select(both.c.card, both.c.site_key)


def _links() -> Any:
    """Both ways: two cards that were merged, two cards with one site."""
    standing = select(M.company_id, M.absorbed_id).where(M.merged)
    back = select(M.absorbed_id, M.company_id).where(M.merged)
    one, other = _keys("one"), _keys("other")
    same = select(one.c.card, other.c.card).where(
        one.c.site_key == other.c.site_key, one.c.card != other.c.card
    )
    links = union_all(standing, back, same).subquery("linked")
    card, another = links.c
    return select(card.label("card"), another.label("other"))


def _keys(name: str) -> Any:
    return select(C.company_id.label("card"), func.unnest(C.site_keys).label("site_key")).subquery(
        name
    )


async def company_labels(uow: UnitOfWork, company_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What each company may be called: its public name, or its activity and commune."""
    found = await uow.execute(select(companies).where(companies.c.company_id.in_(set(company_ids))))
    return {row.company_id: row.public_name or anonymous(row.naf, row.commune) for row in found}


def anonymous(naf: str | None, commune: str | None) -> str:
    """`une entreprise (Travaux d’installation électrique…, Montauban)`."""
    known = [label for label in (activity_label(naf), commune_name(commune)) if label]
    return f"une entreprise ({', '.join(known)})" if known else "une entreprise"
