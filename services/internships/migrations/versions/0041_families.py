"""Addresses of families, what pupils of age agreed to, stops, and which lycées write to families."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0041"
down_revision: str | None = "0040"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _of_a_pupil(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["uai", "pupil_year_id"],
        ["pupils.uai", "pupils.pupil_year_id"],
        name=f"{table}_pupil_year_id_fkey",
    )


def upgrade() -> None:
    op.create_table(
        "family_addresses",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("pupil_year_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("address_id", sa.Uuid(), nullable=False),
        sa.Column("mail", sa.Text(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Uuid()),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("returned_on", sa.Date()),
        sa.PrimaryKeyConstraint("uai", "pupil_year_id", "slot"),
        sa.UniqueConstraint("uai", "address_id", name="family_addresses_by_id"),
        sa.CheckConstraint(
            "slot IN ('representative_1', 'representative_2', 'pupil')"
            " AND said_by IN ('bureau', 'list', 'family')"
            " AND (said_by = 'list') = (import_id IS NOT NULL)",
            name="family_addresses_say_whose",
        ),
        _of_a_pupil("family_addresses"),
    )
    op.create_table(
        "family_agreements",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("pupil_year_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "pupil_year_id"),
        _of_a_pupil("family_agreements"),
    )
    op.create_table(
        "family_stops",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("address_digest", sa.Text(), nullable=False),
        sa.Column("stop_id", sa.Uuid(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("uai", "address_digest"),
    )
    op.create_table(
        "family_writings",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai"),
    )
    for table in ("family_addresses", "family_agreements", "family_stops", "family_writings"):
        row_security(op, table)


def downgrade() -> None:
    for table in ("family_writings", "family_stops", "family_agreements", "family_addresses"):
        op.drop_table(table)
