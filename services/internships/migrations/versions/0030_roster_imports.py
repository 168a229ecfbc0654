"""What lists of classes changed, so that it can be taken back."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("roster_imports", "roster_import_pupils", "roster_import_classes", "counted_changes")


def upgrade() -> None:
    # Two of one name are told apart on every page.
    op.create_index("pupils_of_a_name", "pupils", ["uai", "school_year", "name_key"])
    op.create_table(
        "roster_imports",
        *_key("import_id"),
        sa.Column("school_year", sa.Text(), nullable=False),
        sa.Column("counts_from", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("uai", "import_id"),
    )
    op.create_index("roster_imports_by_time", "roster_imports", ["uai", "recorded_at"])
    op.create_table(
        "roster_import_pupils",
        *_key("import_id", "pupil_year_id"),
        sa.Column("was_class_id", sa.Uuid(), nullable=True),
        sa.Column("now_class_id", sa.Uuid(), nullable=False),
        sa.Column("was_left_on", sa.Date(), nullable=True),
        sa.Column("now_left_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("uai", "import_id", "pupil_year_id"),
        _of_an_import("roster_import_pupils"),
    )
    op.create_table(
        "roster_import_classes",
        *_key("import_id", "class_id"),
        sa.Column("was_label", sa.Text(), nullable=True),
        sa.Column("was_formation_id", sa.Uuid(), nullable=True),
        sa.Column("now_label", sa.Text(), nullable=False),
        sa.Column("now_formation_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "import_id", "class_id"),
        _of_an_import("roster_import_classes"),
    )
    op.create_table(
        "counted_changes",
        *_key("change_id", "formation_id"),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("added", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("removed", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.PrimaryKeyConstraint("uai", "change_id", "formation_id"),
        sa.ForeignKeyConstraint(
            ["uai", "period_id", "formation_id"],
            [f"period_formations.{name}" for name in ("uai", "period_id", "formation_id")],
            name="counted_changes_formation_id_fkey",
        ),
    )
    for table in TABLES:
        row_security(op, table)


def _key(*names: str) -> list[sa.Column[Any]]:
    own: sa.Column[Any] = sa.Column("uai", sa.Text(), nullable=False)
    return [own, *(sa.Column(name, sa.Uuid(), nullable=False) for name in names)]


def _of_an_import(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["uai", "import_id"],
        ["roster_imports.uai", "roster_imports.import_id"],
        name=f"{table}_import_id_fkey",
    )


def downgrade() -> None:
    op.drop_index("pupils_of_a_name", "pupils")
    for table in reversed(TABLES):
        op.drop_table(table)
