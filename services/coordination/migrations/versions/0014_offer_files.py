"""Files of the evolution of the training offer, and the calendar of the bodies that see them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from services.chassis.database.migrations import row_security

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_files()
    _create_moves()
    _create_opinions()
    _create_signals()
    _create_dates()
    # A draft is the DSDEN's: no lycée reads it. The supervisor alone works with all.
    for table in ("offer_files", "offer_moves", "offer_opinions", "offer_signals"):
        row_security(op, table, department_wide=True)
    row_security(op, "offer_dates", shared=True, department_wide=True)


def _create_files() -> None:
    op.create_table(
        "offer_files",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("change", "lycee", "formation", "effect_year")
        ),
        *(sa.Column(name, sa.Text()) for name in ("mef", "diploma")),
        sa.Column("trades", ARRAY(sa.Text()), nullable=False),
        sa.Column("territory", sa.Text()),
        *(sa.Column(name, sa.Integer()) for name in ("capacity_now", "capacity_wanted")),
        *(sa.Column(name, sa.Text()) for name in ("reference", "text", "asked")),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("correction", sa.Text()),
        *(sa.Column(name, Instant, nullable=False) for name in ("created_at", "changed_at")),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "file_id"),
    )
    op.create_index("offer_files_by_id", "offer_files", ["file_id"], unique=True)
    op.create_index("offer_files_by_year", "offer_files", ["effect_year", "state"])


def _create_moves() -> None:
    op.create_table(
        "offer_moves",
        sa.Column("uai", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("move_id", "file_id")),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("action", "state_before", "state_after")
        ),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("noted_at", Instant, nullable=False),
        sa.Column("correction_before", sa.Text()),
        sa.Column("capacity_before", sa.Integer()),
        sa.Column("year_before", sa.Text()),
        sa.Column("undone_at", Instant),
        sa.PrimaryKeyConstraint("move_id"),
    )
    op.create_index("offer_moves_of_a_file", "offer_moves", ["file_id", "noted_at"])


def _create_opinions() -> None:
    op.create_table(
        "offer_opinions",
        sa.Column("uai", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("opinion_id", "file_id")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("body", "stage", "opinion")),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text()),
        sa.Column("noted_at", Instant, nullable=False),
        sa.Column("withdrawn_at", Instant),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("opinion_id"),
    )
    op.create_index("offer_opinions_of_a_file", "offer_opinions", ["file_id", "given_on"])


def _create_signals() -> None:
    op.create_table(
        "offer_signals",
        sa.Column("uai", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("file_id", "signal_id")),
        sa.Column("attached_by", sa.Text(), nullable=False),
        sa.Column("attached_at", Instant, nullable=False),
        sa.Column("cited", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("file_id", "signal_id"),
    )
    op.create_index("offer_signals_by_signal", "offer_signals", ["signal_id"])


def _create_dates() -> None:
    op.create_table(
        "offer_dates",
        sa.Column("date_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("effect_year", "body")),
        sa.Column("lycee", sa.Text()),
        sa.Column("meets_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("removed_at", Instant),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("date_id"),
    )
    op.create_index("offer_dates_by_day", "offer_dates", ["meets_on", "date_id"])
