"""The tables of what bureaux have to do."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    false,
    func,
)

from services.partnerships.base.tables import metadata
from services.partnerships.base.texts import FREE_TEXTS, FreeText
from services.partnerships.companies.tables.companies import companies
from services.partnerships.companies.tables.references import REFERENCES, CompanyReference, Keeps

# Who wants no mail about what is due.
task_silences = Table(
    "task_silences",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("account_id", Uuid, primary_key=True),
)

tasks = Table(
    "tasks",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("task_id", Uuid, primary_key=True),
    Column("code", Text, nullable=False),
    Column("note", Text),
    Column("company_id", Uuid, ForeignKey("companies.company_id")),
    Column("site_id", Uuid, ForeignKey("sites.site_id")),
    # An actor of the network's directory.
    Column("actor_id", Uuid),
    # The exchange whose next step it is; a later one with the company answers it.
    Column("interaction_id", Uuid),
    # The same for each lycée of one exchange that was noted once for several.
    Column("shared_id", Uuid),
    Column("due_on", Date),
    Column("assignee", Uuid),
    Column("urgent", Boolean, nullable=False, server_default=false()),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("done_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    Index("tasks_of_a_company", "uai", "company_id"),
    Index("tasks_of_an_exchange", "uai", "interaction_id"),
    Index("tasks_by_day", "uai", "done_at", "due_on"),
)

REFERENCES.add(CompanyReference(tasks, keeps=Keeps.TO_DO))

FREE_TEXTS.add(
    FreeText(
        tasks.c.note,
        key=tasks.c.task_id,
        on=tasks.c.created_at,
        of=func.coalesce(companies.c.name, "Tâche sans entreprise"),
        source=tasks.outerjoin(companies, companies.c.company_id == tasks.c.company_id),
    )
)
