"""Which lycées know which company, the companies most lycées know first."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CTE, Select, Uuid, any_, func, literal, select, tuple_

from services.chassis.base.errors import NotFound
from services.chassis.reference.nomenclatures import activity_label, commune_name
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.acquaintances.model import (
    Acquaintance,
    Bond,
    Hosted,
    KnownCompany,
    Sought,
)
from services.supervision.acquaintances.queries.company_search import (
    cards_with,
    places_named,
    words_of_none,
)
from services.supervision.acquaintances.queries.ties import (
    Keeping,
    all_ties,
    bonds,
    exchanged,
    hosted,
    keeping_lycees,
    meetings,
)
from services.supervision.base.alphabet import alphabetical
from services.supervision.companies.queries import anonymous, members, site_keys_of_cards
from services.supervision.companies.tables import companies
from services.supervision.coverage.queries.coverage import lycee_names

COMPANIES_SHOWN = 20
NEVER = date(1900, 1, 1)
LAST = "\U0010ffff"
"""After every name: those that are not public."""
C = companies.c


@dataclass(frozen=True)
class Found:
    """Some companies; `next` is the last one when there are others after it."""

    companies: tuple[KnownCompany, ...] = ()
    next: UUID | None = None
    nearly: bool = False
    """Whether nothing has these words, and what is shown has words like them."""
    left_out: tuple[str, ...] = ()
    """The words no company has: what is shown has all the others."""
    ended: bool = False
    """Whether a page was asked that has nothing, while the first one has."""


async def find_known(uow: UnitOfWork, sought: Sought, after: UUID | None = None) -> Found:
    """A page of the companies that have what was typed; of all of them when nothing was."""
    if sought.wrong:
        return Found()
    places = await places_named(uow) if sought.words else {}
    keeping = await keeping_lycees(uow)
    for nearly in (False, True) if sought.words else (False,):
        asked = cards_with(sought, places, nearly=nearly)
        roots = await _page(uow, asked, keeping, after)
        if roots:
            shown = roots[:COMPANIES_SHOWN]
            known = await _described(uow, shown, keeping)
            more = shown[-1] if len(roots) > COMPANIES_SHOWN else None
            return Found(tuple(known[root] for root in shown), more, nearly)
        # Whether the first page had something is not known on a later one: it is asked again.
        if after is not None and await _page(uow, asked, keeping, None):
            return Found(nearly=nearly, ended=True)
    return await _without_words_of_none(uow, sought, places, after)


async def _without_words_of_none(
    uow: UnitOfWork, sought: Sought, places: Mapping[str, str], after: UUID | None
) -> Found:
    """What has the other words: which company hosts a formation, the department is not told."""
    left_out = await words_of_none(uow, sought, places) if len(sought.words) > 1 else ()
    others = tuple(word for word in sought.words if word not in left_out)
    if not left_out or not others:
        return Found()
    return replace(await find_known(uow, Sought(others), after), left_out=tuple(left_out))


async def known_company(uow: UnitOfWork, company_id: UUID) -> KnownCompany:
    """The company a card is of, also when the card went into another one. Raises NotFound."""
    keeping = await keeping_lycees(uow)
    known = await _described(uow, [company_id], keeping)
    [found] = known.values()
    if not found.label:
        raise NotFound
    return found


async def spoke_since(
    uow: UnitOfWork, cards: Collection[UUID], since: date
) -> Mapping[str, tuple[int, date]]:
    """By lycée, how many exchanges with a company were told since a day, and the last one."""
    told = exchanged(await keeping_lycees(uow)).subquery()
    statement = (
        select(told.c.uai, func.count().label("times"), func.max(told.c.since).label("last"))
        .where(told.c.card == any_(literal(list(cards), ARRAY(Uuid))), told.c.since >= since)
        .group_by(told.c.uai)
    )
    return {row.uai: (row.times, row.last) for row in await uow.execute(statement)}


async def _page(
    uow: UnitOfWork, asked: Select[Any], keeping: Keeping, after: UUID | None
) -> Sequence[UUID]:
    one, ties = members(asked), all_ties(keeping)
    known = func.count(ties.c.uai.distinct())
    there = func.bool_or(func.cardinality(C.site_keys) + func.cardinality(C.communes) > 0)
    own = C.company_id == one.c.root
    used = (
        select(
            one.c.root,
            # Ascending, all four: one comparison of rows finds where the page before ended.
            (-known).label("use"),
            (NEVER - func.coalesce(func.max(ties.c.last), NEVER)).label("last"),
            func.coalesce(func.nullif(func.max(C.name_key).filter(own), ""), LAST)
            .collate("C")
            .label("name"),
        )
        .select_from(one.outerjoin(companies, C.company_id == one.c.card))
        .outerjoin(ties, ties.c.card == one.c.card)
        .group_by(one.c.root)
        # Without a site and unknown to all, a card left the registry with the import it came by.
        .having((known > 0) | there)
        .cte("used")
    )
    order = (used.c.use, used.c.last, used.c.name, used.c.root)
    statement = select(used.c.root).order_by(*order).limit(COMPANIES_SHOWN + 1)
    if after is not None:
        last = select(*order).where(used.c.root == after).subquery("shown")
        statement = statement.join(last, tuple_(*order) > tuple_(*last.c))
    return list((await uow.execute(statement)).scalars())


async def _described(
    uow: UnitOfWork, roots: Sequence[UUID], keeping: Keeping
) -> Mapping[UUID, KnownCompany]:
    """What is told of some companies, by the card that stands for each."""
    one = members(select(func.unnest(literal(list(roots), ARRAY(Uuid))).label("card")))
    told = select(one.c.root, one.c.card, companies).select_from(
        one.outerjoin(companies, C.company_id == one.c.card)
    )
    cards: dict[UUID, list[Any]] = defaultdict(list)
    for row in await uow.execute(told):
        cards[row.root].append(row)
    known = await _acquaintances(uow, _as_found(cards), keeping)
    return {root: _company(root, rows, known[root]) for root, rows in cards.items()}


def _as_found(cards: Mapping[UUID, Sequence[Any]]) -> CTE:
    """Members by their ids: nobody looks for them again."""
    pairs = [(root, row.card) for root, rows in cards.items() for row in rows]
    ids = ([pair[n] for pair in pairs] for n in range(2))
    roots, own = (func.unnest(literal(several, ARRAY(Uuid))) for several in ids)
    return select(roots.label("root"), own.label("card")).cte("found")


def _company(root: UUID, rows: Sequence[Any], lycees: Sequence[Acquaintance]) -> KnownCompany:
    told = sorted(
        (row for row in rows if row.company_id is not None),
        key=lambda row: (row.card != root, row.card),
    )
    named = next((row for row in told if row.public_name), None)
    naf = next((row.naf for row in told if row.naf), None)
    codes = sorted({code for row in told for code in row.communes})
    label = named.public_name if named else ""
    if not label and (told or lycees):
        unnamed = anonymous(naf, codes[0] if codes else None)
        label = unnamed[0].upper() + unnamed[1:]
    return KnownCompany(
        company_id=root,
        label=label,
        named=named is not None,
        activity=activity_label(naf),
        communes=tuple(commune_name(code) or f"commune {code}" for code in codes),
        siren=next((row.siren for row in told if row.siren), None) if named else None,
        cards=frozenset(row.card for row in rows),
        lycees=tuple(lycees),
    )


async def _acquaintances(
    uow: UnitOfWork, one: CTE, keeping: Keeping
) -> Mapping[UUID, Sequence[Acquaintance]]:
    names = await lycee_names(uow)
    met, spoke = await _met(uow, one, keeping), await _spoke(uow, one, keeping)
    bound, there = await _bound(uow, one, keeping), await _there(uow, one, keeping)
    found: dict[UUID, list[Acquaintance]] = defaultdict(list)
    for root, uai in met.keys() | spoke.keys() | bound.keys() | there.keys():
        first, last, exchanges = spoke.get((root, uai), (None, None, 0))
        days = [day for day in (met.get((root, uai)), first) if day is not None]
        found[root].append(
            Acquaintance(
                uai=uai,
                lycee=names.get(uai, uai),
                since=min(days, default=None),
                bonds=tuple(bound.get((root, uai), ())),
                hosted=tuple(there.get((root, uai), ())),
                exchanges=exchanges,
                last_exchange_on=last,
                keeps=frozenset(family for family, uais in keeping.items() if uai in uais),
            )
        )
    for several in found.values():
        several.sort(key=lambda lycee: (alphabetical(lycee.lycee), lycee.uai))
    return found


_Of = tuple[UUID, str]
"""A company and a lycée."""


async def _met(uow: UnitOfWork, one: CTE, keeping: Keeping) -> Mapping[_Of, date]:
    told = meetings(keeping).subquery()
    statement = (
        select(one.c.root, told.c.uai, func.min(told.c.since).label("since"))
        .join(told, told.c.card == one.c.card)
        .group_by(one.c.root, told.c.uai)
    )
    return {(row.root, row.uai): row.since for row in await uow.execute(statement)}


async def _spoke(
    uow: UnitOfWork, one: CTE, keeping: Keeping
) -> Mapping[_Of, tuple[date, date, int]]:
    told = exchanged(keeping).subquery()
    days = (
        func.min(told.c.since).label("first"),
        func.max(told.c.since).label("last"),
        func.count().label("times"),
    )
    statement = (
        select(one.c.root, told.c.uai, *days)
        .join(told, told.c.card == one.c.card)
        .group_by(one.c.root, told.c.uai)
    )
    return {
        (row.root, row.uai): (row.first, row.last, row.times)
        for row in await uow.execute(statement)
    }


async def _bound(uow: UnitOfWork, one: CTE, keeping: Keeping) -> Mapping[_Of, Sequence[Bond]]:
    told = bonds(keeping).subquery()
    statement = (
        select(one.c.root, told)
        .join(told, told.c.company_id == one.c.card)
        .order_by(told.c.stage == "ended", told.c.partnership_id)
    )
    found: dict[_Of, list[Bond]] = defaultdict(list)
    for row in await uow.execute(statement):
        bond = Bond(row.stage, row.agreement, row.until_on, tuple(row.scopes))
        found[row.root, row.uai].append(bond)
    return found


async def _there(uow: UnitOfWork, one: CTE, keeping: Keeping) -> Mapping[_Of, Sequence[Hosted]]:
    """By school year alone: a host beside a week, a period or a formation is often one pupil."""
    told = hosted(keeping).subquery()
    keyed = site_keys_of_cards(select(one.c.card)).subquery()
    sites = (
        select(one.c.root, keyed.c.site_key)
        .join(keyed, keyed.c.card == one.c.card)
        .distinct()
        .subquery()
    )
    of = (sites.c.root, told.c.uai, told.c.school_year)
    weeks = (
        select(*of, func.sum(told.c.seats).label("seats"))
        .join(told, told.c.site_key == sites.c.site_key)
        .group_by(*of, told.c.week)
        .subquery()
    )
    by_year = (weeks.c.root, weeks.c.uai, weeks.c.school_year)
    statement = (
        select(*by_year, func.count().label("weeks"), func.max(weeks.c.seats).label("most"))
        .group_by(*by_year)
        .order_by(weeks.c.school_year.desc())
    )
    found: dict[_Of, list[Hosted]] = defaultdict(list)
    for row in await uow.execute(statement):
        found[row.root, row.uai].append(Hosted(row.school_year, row.weeks, row.most))
    return found
