"""What ties a lycée to a company: first meetings, exchanges, partnerships, places taken."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Subquery,
    cast,
    func,
    null,
    or_,
    select,
    true,
    union_all,
)

from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.acquaintances.tables import exchanges, hostings
from services.supervision.companies.queries import site_keys_of_cards
from services.supervision.journal.tables import network_journal
from services.supervision.partnerships.tables import partnerships
from services.supervision.publication.model import BY_REASON
from services.supervision.publication.queries import publications_of

ONBOARDED = "company_onboarded"
TOLD_OF_A_COMPANY = (FactFamily.COMPANIES, FactFamily.EXCHANGES, FactFamily.HOSTING)
E, H, J, P = exchanges.c, hostings.c, network_journal.c, partnerships.c

Keeping = Mapping[FactFamily, Collection[str]]
"""The lycées that keep each family to themselves today."""


async def keeping_lycees(uow: UnitOfWork) -> Keeping:
    """The lycées whose head keeps a family that tells who knows a company."""
    kept = await publications_of(uow)
    return {
        family: sorted(uai for uai, one in kept.items() if family in one.closed)
        for family in TOLD_OF_A_COMPANY
    }


def meetings(keeping: Keeping) -> Select[Any]:
    """First meetings: `card`, `uai`, `since`."""
    revealed = (
        or_(J.details["reason"].astext != reason, _told(J.uai, keeping, family))
        for (event, reason), family in BY_REASON.items()
        if event == ONBOARDED
    )
    return select(J.company_id.label("card"), J.uai, J.occurred_on.label("since")).where(
        J.event == ONBOARDED, _told(J.uai, keeping, FactFamily.COMPANIES), *revealed
    )


def exchanged(keeping: Keeping) -> Select[Any]:
    """Exchanges that were not taken back: `card`, `uai`, `since`."""
    return select(E.company_id.label("card"), E.uai, E.occurred_on.label("since")).where(
        ~E.withdrawn, _told(E.uai, keeping, FactFamily.EXCHANGES)
    )


def bonds(keeping: Keeping) -> Select[Any]:
    """Partnerships whose company is known."""
    return select(partnerships).where(
        P.company_id.is_not(None), _told(P.uai, keeping, FactFamily.COMPANIES)
    )


def hosted(keeping: Keeping) -> Select[Any]:
    """Weeks in which a site has pupils of a lycée."""
    return select(hostings).where(H.seats > 0, _told(H.uai, keeping, FactFamily.HOSTING))


def all_ties(keeping: Keeping) -> Subquery:
    """Which lycée has some with which card: `card`, `uai`, and `last`, the day of the last exchange."""
    met, spoke = meetings(keeping).subquery(), exchanged(keeping).subquery()
    bound, there = bonds(keeping).subquery(), hosted(keeping).subquery()
    keyed = site_keys_of_cards().subquery()
    nothing = cast(null(), Date).label("last")
    # Each kind brought down to one row first: a host has hundreds of weeks.
    sites = select(there.c.site_key, there.c.uai).distinct().subquery()
    return union_all(
        select(met.c.card, met.c.uai, nothing).distinct(),
        select(spoke.c.card, spoke.c.uai, func.max(spoke.c.since).label("last")).group_by(
            spoke.c.card, spoke.c.uai
        ),
        select(bound.c.company_id.label("card"), bound.c.uai, nothing).distinct(),
        select(keyed.c.card, sites.c.uai, nothing).join(
            keyed, keyed.c.site_key == sites.c.site_key
        ),
    ).subquery("ties")


def _told(uai: ColumnElement[str], keeping: Keeping, family: FactFamily) -> ColumnElement[bool]:
    kept = keeping[family]
    return uai.not_in(kept) if kept else true()
