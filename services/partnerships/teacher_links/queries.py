"""What teachers brought, beside the cards it may be about; and what their page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from contracts.partnerships.companies import LegalForm
from services.chassis.base.errors import NotFound
from services.chassis.security.short_codes import TypedCode
from services.chassis.unit_of_work.short_code_rows import coded_row
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.queries import Listed
from services.partnerships.acquaintances.store import Lycees
from services.partnerships.acquaintances.tables import acquaintances
from services.partnerships.companies.tables.companies import companies
from services.partnerships.duplicates.queries import Begun, read_alike
from services.partnerships.teacher_links.model import LINK_PURPOSE, Brought, TeacherLink
from services.partnerships.teacher_links.store import BroughtThings, TeacherLinks, open_ids
from services.partnerships.ways.model import Way
from services.partnerships.ways.store import Ways

OWN_SHOWN = 10
PAGE_LENGTH = 20
NAMES_MAX = 400
LEGAL_PERSONS = [form.value for form in LegalForm if form.is_legal_person]
"""The name of another company may be somebody's."""


@dataclass(frozen=True)
class Alike:
    """A card it may be about, and through whom the lycée goes there."""

    card: Listed
    ways: Sequence[Way]


@dataclass(frozen=True)
class ToSettle:
    """One thing to look at."""

    one: Brought
    alike: Sequence[Alike]


@dataclass(frozen=True)
class ToSettlePage:
    """A page of what waits; `after` leads to the next one."""

    items: Sequence[ToSettle]
    after: UUID | None


async def read_to_settle(uow: UnitOfWork, after: UUID | None = None) -> ToSettlePage:
    """What waits, each with the cards that look like it."""
    waiting = await BroughtThings(uow).waiting(PAGE_LENGTH + 1, after)
    shown = waiting[:PAGE_LENGTH]
    begun = [Begun(name=one.company, town=one.town or "") for one in shown]
    alike = await read_alike(uow, begun)
    ways = await Ways(uow).at({card.id for cards in alike for card in cards})
    items = [
        ToSettle(one, [Alike(card, ways.get(card.id, ())) for card in cards])
        for one, cards in zip(shown, alike, strict=True)
    ]
    return ToSettlePage(items, shown[-1].id if len(waiting) > PAGE_LENGTH else None)


@dataclass(frozen=True)
class Desk:
    """What a teacher's link opens."""

    link: TeacherLink
    lycee: str
    brought: Sequence[Brought]
    followed: Sequence[str]
    """Names of the companies the lycée follows, to pick from; whoever holds the paper reads them."""


async def read_desk(uow: UnitOfWork, link_id: UUID) -> Desk:
    """Raises NotFound, TeacherLinkOver."""
    link = await TeacherLinks(uow).get(link_id)
    link.expect_open(uow.now)
    known = select(acquaintances.c.company_id).where(acquaintances.c.uai == link.uai)
    names = (
        select(companies.c.name)
        .where(companies.c.company_id.in_(known), companies.c.legal_form.in_(LEGAL_PERSONS))
        .order_by(companies.c.name_key)
        .limit(NAMES_MAX)
    )
    return Desk(
        link,
        await Lycees(uow).name_of(link.uai),
        await BroughtThings(uow).by_link(link.id, OWN_SHOWN),
        list((await uow.execute(names)).scalars()),
    )


async def read_coded_desk(uow: UnitOfWork, typed: TypedCode) -> UUID | None:
    """Which open link of the lycée in scope has the code that was typed."""
    return await coded_row(uow, LINK_PURPOSE, typed, open_ids(now=uow.now))


async def read_open_link(uow: UnitOfWork, link_id: UUID) -> TeacherLink:
    """A link that opens its page. Raises NotFound."""
    link = await TeacherLinks(uow).get(link_id)
    if not link.is_open(uow.now):
        raise NotFound
    return link
