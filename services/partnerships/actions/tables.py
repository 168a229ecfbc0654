"""The tables of school–company actions: each lycée's own."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    Time,
    Uuid,
    false,
)

from services.partnerships.actions.model import CompanyAnswer
from services.partnerships.base.tables import metadata
from services.partnerships.base.texts import FREE_TEXTS, FreeText
from services.partnerships.companies.tables.references import (
    REFERENCES,
    CompanyReference,
    Keeps,
    Row,
)

actions = Table(
    "actions",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("action_id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("planned_on", Date, nullable=False),
    Column("axis_id", Uuid),
    Column("partners", ARRAY(Text), nullable=False),
    # Classes of the internship tracker: their labels are asked, and not kept here.
    Column("classes", ARRAY(Uuid), nullable=False),
    Column("starts_at", Time),
    Column("ends_at", Time),
    Column("place", Text),
    # Whether the companies are written nothing of it, nor shown it on their page.
    Column("mails_off", Boolean, nullable=False, server_default=false()),
    Column("status", Text, nullable=False),
    Column("pupils", Integer),
    Column("teachers", Integer),
    Column("version", Integer, nullable=False),
    ForeignKeyConstraint(("uai", "axis_id"), ["action_axes.uai", "action_axes.axis_id"]),
    CheckConstraint("status IN ('planned', 'held', 'cancelled')", name="actions_status"),
    CheckConstraint("(status = 'held') = (pupils IS NOT NULL)", name="actions_counted"),
    Index("actions_by_day", "uai", "planned_on"),
)

action_companies = Table(
    "action_companies",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("action_id", Uuid, primary_key=True),
    Column("company_id", Uuid, ForeignKey("companies.company_id"), primary_key=True),
    Column("answer", Text, nullable=False, server_default="coming"),
    ForeignKeyConstraint(("uai", "action_id"), ["actions.uai", "actions.action_id"]),
    CheckConstraint(
        "answer IN ('invited', 'coming', 'declined', 'came', 'absent')",
        name="action_companies_answer",
    ),
    Index("action_companies_of_a_company", "uai", "company_id"),
)


_ANSWERS = [
    CompanyAnswer.CAME,
    CompanyAnswer.COMING,
    CompanyAnswer.ABSENT,
    CompanyAnswer.DECLINED,
    CompanyAnswer.INVITED,
]
"""Of two answers, the one that comes first here counts."""


def _answered(row: Row, other: Row) -> dict[str, Any]:
    """Both were invited to an action: the company comes if one card does, and no answer is lost."""
    return {**other, "answer": min(other["answer"], row["answer"], key=_ANSWERS.index)}


FREE_TEXTS.add(
    FreeText(
        actions.c.place, key=actions.c.action_id, on=actions.c.planned_on, of="Lieu d’une action"
    )
)
REFERENCES.add(CompanyReference(action_companies, keeps=Keeps.PLACED, together=_answered))
