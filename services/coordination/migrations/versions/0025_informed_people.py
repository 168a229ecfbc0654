"""People of actors are informed by a mail, object by the link in it, and are brought in by a file."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from services.chassis.database.migrations import row_security

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "actor_objections",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("objected_at", Instant, nullable=False),
        _of_a_person("actor_objections_person_id_fkey"),
        sa.PrimaryKeyConstraint("person_id"),
    )
    op.create_table(
        "actor_person_letters",
        sa.Column("uai", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("letter_id", "person_id")),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        _of_a_person("actor_person_letters_person_id_fkey"),
        sa.PrimaryKeyConstraint("uai", "letter_id"),
    )
    op.create_index(
        "actor_person_letters_of_one", "actor_person_letters", ["person_id", "asked_at"]
    )
    op.create_table(
        "actor_people_imports",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("imported_at", Instant, nullable=False),
        sa.Column("added", JSONB(), nullable=False),
        sa.Column("undone_at", Instant),
        sa.PrimaryKeyConstraint("uai", "import_id"),
    )
    op.create_table(
        "actor_people_corrections",
        sa.Column("uai", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("import_id", "person_id")),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before", JSONB(), nullable=False),
        _of_a_person("actor_people_corrections_person_id_fkey"),
        sa.ForeignKeyConstraint(
            ["uai", "import_id"],
            ["actor_people_imports.uai", "actor_people_imports.import_id"],
            name="actor_people_corrections_import_id_fkey",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("uai", "import_id", "person_id"),
    )
    # Reviewed: an id and a day, written by the person themselves in the scope of their link.
    row_security(op, "actor_objections", shared=True)
    row_security(op, "actor_person_letters", department_wide=True)
    row_security(op, "actor_people_imports", department_wide=True)
    row_security(op, "actor_people_corrections", department_wide=True)


def _of_a_person(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["person_id"], ["actor_people.person_id"], name=name, ondelete="CASCADE"
    )


def downgrade() -> None:
    for table in (
        "actor_people_corrections",
        "actor_people_imports",
        "actor_person_letters",
        "actor_objections",
    ):
        op.drop_table(table)
