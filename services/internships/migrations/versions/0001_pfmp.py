"""Formations, PFMP periods, pupils, placements, coverage, tallies, and the copy of companies."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import create_chassis_tables, row_security

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OWN = (
    "formations",
    "classes",
    "pupils",
    "periods",
    "period_formations",
    "period_classes",
    "exemptions",
    "placements",
    "coverages",
    "hosting_sites",
    "tallies",
)
# Reviewed: what the partnership registry told everybody about companies, nothing of a lycée.
SHARED = ("host_companies", "host_sites")


def upgrade() -> None:
    create_chassis_tables(op)
    _create_tables()
    for table in OWN:
        row_security(op, table)
    for table in SHARED:
        row_security(op, table, shared=True)


def _create_tables() -> None:
    op.create_table(
        "formations",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("formation_id", sa.Uuid(), nullable=False),
        sa.Column("mef", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "formation_id"),
        sa.UniqueConstraint("uai", "mef", name="formations_mef_key"),
    )
    op.create_table(
        "host_companies",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("naf", sa.Text(), nullable=True),
        sa.Column("public_name", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("company_id"),
    )
    op.create_table(
        "periods",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("school_year", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("weeks", sa.SmallInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts_on < ends_on", name="periods_end_after_their_start"),
        sa.PrimaryKeyConstraint("uai", "period_id"),
    )
    op.create_table(
        "tallies",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("tally_id", sa.Uuid(), nullable=False),
        sa.Column("site_key", sa.Text(), nullable=False),
        sa.Column("school_year", sa.Text(), nullable=False),
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "tally_id"),
        sa.UniqueConstraint("uai", "site_key", "school_year", "week", name="tallies_key"),
    )
    op.create_table(
        "classes",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("school_year", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("class_key", sa.Text(), nullable=False),
        sa.Column("formation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uai", "formation_id"],
            ["formations.uai", "formations.formation_id"],
            name="classes_formation_id_fkey",
        ),
        sa.PrimaryKeyConstraint("uai", "class_id"),
        sa.UniqueConstraint("uai", "school_year", "class_key", name="classes_key_key"),
    )
    op.create_table(
        "coverages",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("coverage_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("formation_id", sa.Uuid(), nullable=False),
        sa.Column("concerned", sa.Integer(), nullable=False),
        sa.Column("exempted", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("host_agreed", sa.Integer(), nullable=False),
        sa.Column("agreement_issued", sa.Integer(), nullable=False),
        sa.Column("agreement_signed", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uai", "formation_id"],
            ["formations.uai", "formations.formation_id"],
            name="coverages_formation_id_fkey",
        ),
        sa.ForeignKeyConstraint(
            ["uai", "period_id"],
            ["periods.uai", "periods.period_id"],
            name="coverages_period_id_fkey",
        ),
        sa.PrimaryKeyConstraint("uai", "coverage_id"),
        sa.UniqueConstraint("uai", "period_id", "formation_id", name="coverages_key"),
    )
    op.create_table(
        "host_sites",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("site_key", sa.Text(), nullable=False),
        sa.Column("naf", sa.Text(), nullable=True),
        sa.Column("commune", sa.Text(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["host_companies.company_id"],
        ),
        sa.PrimaryKeyConstraint("site_id"),
    )
    op.create_index("host_sites_key", "host_sites", ["site_key"], unique=False)
    op.create_index("host_sites_of_a_company", "host_sites", ["company_id"], unique=False)
    op.create_table(
        "period_formations",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("formation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uai", "formation_id"],
            ["formations.uai", "formations.formation_id"],
            name="period_formations_formation_id_fkey",
        ),
        sa.ForeignKeyConstraint(
            ["uai", "period_id"],
            ["periods.uai", "periods.period_id"],
            name="period_formations_period_id_fkey",
        ),
        sa.PrimaryKeyConstraint("uai", "period_id", "formation_id"),
    )
    op.create_table(
        "hosting_sites",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id"],
            ["host_sites.site_id"],
        ),
        sa.PrimaryKeyConstraint("uai", "site_id"),
    )
    op.create_table(
        "period_classes",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uai", "class_id"],
            ["classes.uai", "classes.class_id"],
            name="period_classes_class_id_fkey",
        ),
        sa.ForeignKeyConstraint(
            ["uai", "period_id"],
            ["periods.uai", "periods.period_id"],
            name="period_classes_period_id_fkey",
        ),
        sa.PrimaryKeyConstraint("uai", "period_id", "class_id"),
    )
    op.create_table(
        "pupils",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("pupil_year_id", sa.Uuid(), nullable=False),
        sa.Column("school_year", sa.Text(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("formation_id", sa.Uuid(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uai", "class_id"], ["classes.uai", "classes.class_id"], name="pupils_class_id_fkey"
        ),
        sa.ForeignKeyConstraint(
            ["uai", "formation_id"],
            ["formations.uai", "formations.formation_id"],
            name="pupils_formation_id_fkey",
        ),
        sa.PrimaryKeyConstraint("uai", "pupil_year_id"),
    )
    op.create_index(
        "pupils_of_a_formation", "pupils", ["uai", "school_year", "formation_id"], unique=False
    )
    op.create_table(
        "exemptions",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_year_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uai", "period_id"],
            ["periods.uai", "periods.period_id"],
            name="exemptions_period_id_fkey",
        ),
        sa.ForeignKeyConstraint(
            ["uai", "pupil_year_id"],
            ["pupils.uai", "pupils.pupil_year_id"],
            name="exemptions_pupil_year_id_fkey",
        ),
        sa.PrimaryKeyConstraint("uai", "period_id", "pupil_year_id"),
    )
    op.create_table(
        "placements",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.Uuid(), nullable=True),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_year_id", sa.Uuid(), nullable=False),
        sa.Column("mef", sa.Text(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("site_key", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("agreement_issued_on", sa.Date(), nullable=True),
        sa.Column("agreement_signed_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('proposed', 'confirmed', 'withdrawn') AND (status <> 'confirmed' OR (confirmed_on IS NOT NULL AND reference IS NOT NULL)) AND (status = 'withdrawn') = (withdrawn_on IS NOT NULL)",
            name="placements_status_has_its_dates",
        ),
        sa.ForeignKeyConstraint(
            ["site_id"],
            ["host_sites.site_id"],
        ),
        sa.ForeignKeyConstraint(
            ["uai", "period_id"],
            ["periods.uai", "periods.period_id"],
            name="placements_period_id_fkey",
        ),
        sa.ForeignKeyConstraint(
            ["uai", "pupil_year_id"],
            ["pupils.uai", "pupils.pupil_year_id"],
            name="placements_pupil_year_id_fkey",
        ),
        sa.PrimaryKeyConstraint("uai", "placement_id"),
        sa.UniqueConstraint("reference"),
    )
    op.create_index("placements_of_a_pupil", "placements", ["uai", "pupil_year_id"], unique=False)
    op.create_index("placements_of_a_site", "placements", ["uai", "site_id"], unique=False)
    op.create_index(
        "placements_one_live",
        "placements",
        ["uai", "period_id", "pupil_year_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('proposed', 'confirmed')"),
    )
