"""Table of the tasks of the supervisors: of the DSDEN, which alone reads it."""

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, Table, Text, Uuid

from services.coordination.base.metadata import Instant, metadata

supervisor_tasks = Table(
    "supervisor_tasks",
    metadata,
    # The DSDEN: no lycée reads what its supervisors noted.
    Column("uai", Text, primary_key=True),
    Column("task_id", Uuid, primary_key=True),
    Column("title", Text, nullable=False),
    Column("due_on", Date),
    Column("lycee", Text),
    Column("about_kind", Text),
    Column("about_id", Uuid),
    Column("state", Text, nullable=False),
    Column("settled_at", Instant),
    Column("version", Integer, nullable=False),
    CheckConstraint(
        "state IN ('open', 'done', 'removed') AND (state = 'open') = (settled_at IS NULL)",
        name="supervisor_tasks_state",
    ),
    CheckConstraint(
        "(about_kind IS NULL) = (about_id IS NULL)", name="supervisor_tasks_about_something"
    ),
    Index("supervisor_tasks_by_day", "state", "due_on"),
)
