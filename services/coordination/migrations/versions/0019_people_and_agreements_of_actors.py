"""Actors of the network have a perimeter, people, agreements, exchanges with the supervisor, and are imported."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from services.chassis.database.migrations import row_security

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

Instant = sa.DateTime(timezone=True)
PERIMETER = ("communities", "communes", "sectors", "trades")


def upgrade() -> None:
    for name in PERIMETER:
        op.add_column(
            "actors", sa.Column(name, sa.ARRAY(sa.Text()), nullable=False, server_default="{}")
        )
        op.alter_column("actors", name, server_default=None)
    op.add_column(
        "actors",
        sa.Column("whole_department", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.alter_column("actors", "whole_department", server_default=None)
    op.add_column("actors", sa.Column("campus_id", sa.Uuid()))
    _create_people()
    _create_agreements()
    _create_exchanges()
    _create_imports()
    # Reviewed: people of organisations, who were told so, read by the bureaux and written by the department.
    row_security(op, "actor_people", shared=True, department_wide=True)
    row_security(op, "actor_agreements", shared=True, department_wide=True)
    # The supervisor's own: no bureau reads what was said.
    row_security(op, "actor_exchanges", department_wide=True)
    row_security(op, "actor_imports", department_wide=True)


def _create_people() -> None:
    op.create_table(
        "actor_people",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text()) for name in ("function", "mail", "phone", "purpose")),
        sa.Column("informed_by", sa.Text(), nullable=False),
        sa.Column("informed_on", sa.Date(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actors.actor_id"], name="actor_people_actor_id_fkey"
        ),
        sa.PrimaryKeyConstraint("person_id"),
    )
    op.create_index("actor_people_of_one", "actor_people", ["actor_id"])


def _create_agreements() -> None:
    op.create_table(
        "actor_agreements",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date()),
        sa.Column("lycees", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("renews", sa.Uuid()),
        sa.Column("withdrawn_at", Instant),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("until_on >= from_on", name="actor_agreements_days"),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actors.actor_id"], name="actor_agreements_actor_id_fkey"
        ),
        sa.PrimaryKeyConstraint("agreement_id"),
    )
    op.create_index("actor_agreements_of_one", "actor_agreements", ["actor_id"])
    op.create_index("actor_agreements_by_end", "actor_agreements", ["until_on"])


def _create_exchanges() -> None:
    op.create_table(
        "actor_exchanges",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("exchange_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("note", sa.Text()),
        sa.Column("next_step", sa.Text()),
        sa.Column("next_step_on", sa.Date()),
        sa.Column("withdrawn_at", Instant),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actors.actor_id"], name="actor_exchanges_actor_id_fkey"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["actor_people.person_id"],
            name="actor_exchanges_person_id_fkey",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("uai", "exchange_id"),
    )
    op.create_index("actor_exchanges_of_one", "actor_exchanges", ["actor_id", "occurred_on"])
    op.create_index("actor_exchanges_of_a_person", "actor_exchanges", ["person_id"])


def _create_imports() -> None:
    op.create_table(
        "actor_imports",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("imported_at", Instant, nullable=False),
        sa.Column("added", JSONB(), nullable=False),
        sa.Column("corrected", JSONB(), nullable=False),
        sa.Column("undone_at", Instant),
        sa.PrimaryKeyConstraint("uai", "import_id"),
    )


def downgrade() -> None:
    for table in ("actor_imports", "actor_exchanges", "actor_agreements", "actor_people"):
        op.drop_table(table)
    for name in (*PERIMETER, "whole_department", "campus_id"):
        op.drop_column("actors", name)
