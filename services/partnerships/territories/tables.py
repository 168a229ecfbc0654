"""Tables of who looks after which communes, and which bureau leads with which company."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Subquery,
    Table,
    Text,
    Uuid,
    false,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import distinct_on

from services.partnerships.base.tables import metadata
from services.partnerships.companies.tables.former_cards import merges
from services.partnerships.companies.tables.references import REFERENCES, CompanyReference, Keeps

# The communes a bureau calls its own; read by all, written for one's own lycée. They may overlap.
territories = Table(
    "territories",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("commune", Text, primary_key=True),
    Index("territories_of_a_commune", "commune"),
)

# Which bureau speaks for all with a big account (chef de file).
company_leads = Table(
    "company_leads",
    metadata,
    Column(
        "company_id",
        Uuid,
        ForeignKey("companies.company_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("uai", Text, nullable=False),
    Column("taken_on", Date, nullable=False),
)

# What the DSDEN decided of a big account, as each lycée concerned was told; read by all.
# No foreign key: cards come and go, and what was told of one that went is of the card it became.
arbitrated_leads = Table(
    "arbitrated_leads",
    metadata,
    Column("key_account_id", Uuid, primary_key=True),
    Column("uai", Text, primary_key=True),
    Column("company_id", Uuid, nullable=False),
    Column("holds", Boolean, nullable=False),
    Column("leads", Boolean, nullable=False),
    Column("decided_on", Date),
    Column("version", Integer, nullable=False),
    Index("arbitrated_leads_of_a_company", "company_id"),
)


_A, _L, _M = arbitrated_leads.c, company_leads.c, merges.c


def _arbitrations() -> Subquery:
    """By company as its card is today, what was decided last and who leads by it, if anybody does."""
    cards: Any = (
        select(_A.company_id.label("told_of"), _A.company_id.label("card"))
        .where(_A.holds)
        .cte("arbitrated_cards", recursive=True)
    )
    cards = cards.union(
        select(cards.c.told_of, _M.kept_id).join(
            merges, (_M.absorbed_id == cards.c.card) & _M.undone_at.is_(None)
        )
    )
    went = select(_M.merge_id).where(_M.absorbed_id == cards.c.card, _M.undone_at.is_(None))
    return (
        select(cards.c.card.label("company_id"), _A.uai, _A.leads, _A.decided_on)
        .join(arbitrated_leads, _A.company_id == cards.c.told_of)
        .where(_A.holds, ~went.exists())
        .ext(distinct_on(cards.c.card))
        # Of two cards that became one, what was decided last; of one account, who leads.
        .order_by(
            cards.c.card, _A.decided_on.desc(), _A.key_account_id.desc(), _A.leads.desc(), _A.uai
        )
        .subquery("arbitrations")
    )


ARBITRATIONS = _arbitrations()


def _standing_leads() -> Subquery:
    """Who leads with which company: whom the DSDEN named, or else who took it, unless it decided otherwise."""
    decided = select(ARBITRATIONS.c.company_id).where(ARBITRATIONS.c.company_id == _L.company_id)
    return union_all(
        select(_L.company_id, _L.uai, _L.taken_on, false().label("arbitrated")).where(
            ~decided.exists()
        ),
        select(
            ARBITRATIONS.c.company_id, ARBITRATIONS.c.uai, ARBITRATIONS.c.decided_on, true()
        ).where(ARBITRATIONS.c.leads),
    ).subquery("standing_leads")


STANDING_LEADS = _standing_leads()

REFERENCES.add(
    CompanyReference(company_leads, keeps=Keeps.SAID_TO_ALL),
    # It is read by the card the company has today: a merge moves nothing.
    CompanyReference(arbitrated_leads, follows=False, keeps=Keeps.SAID_TO_ALL),
)
