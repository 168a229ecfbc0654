"""Who gave and ended which role, proposals of the supervisor, hand-overs; devices of sessions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)
GRANTS = ("granted_at", INSTANT), ("granted_by", sa.Uuid()), ("ended_at", INSTANT)


def upgrade() -> None:
    op.add_column("grants", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    for name, kind in (*GRANTS, ("ended_by", sa.Uuid())):
        op.add_column("grants", sa.Column(name, kind))
    op.create_unique_constraint("grants_within_a_lycee", "grants", ["grant_id", "uai"])
    op.create_index("grants_of_a_lycee", "grants", ["uai"])
    op.add_column(
        "sessions",
        sa.Column(
            "session_id", sa.Uuid(), nullable=False, server_default=sa.func.gen_random_uuid()
        ),
    )
    op.add_column("sessions", sa.Column("device", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "access_proposals",
        sa.Column("proposal_id", sa.Uuid(), primary_key=True),
        sa.Column("uai", sa.Text(), sa.ForeignKey("lycees.uai"), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("mail", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date()),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("decided_at", INSTANT),
        sa.Column("decided_by", sa.Uuid()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('waiting', 'accepted', 'refused', 'withdrawn')", name="proposal_status"
        ),
    )
    op.create_index("access_proposals_of_a_lycee", "access_proposals", ["uai", "proposed_at"])
    _create_handovers()
    for table in ("access_proposals", "handovers", "handover_parts"):
        row_security(op, table, department_wide=True)


def _create_handovers() -> None:
    op.create_table(
        "handovers",
        sa.Column("handover_id", sa.Uuid(), primary_key=True),
        sa.Column("uai", sa.Text(), sa.ForeignKey("lycees.uai"), nullable=False),
        sa.Column("leaver_id", sa.Uuid(), sa.ForeignKey("accounts.account_id"), nullable=False),
        sa.Column("successor_id", sa.Uuid(), sa.ForeignKey("accounts.account_id"), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by", sa.Uuid()),
        sa.Column("cancelled_at", INSTANT),
        sa.UniqueConstraint("handover_id", "uai", name="handovers_within_a_lycee"),
    )
    op.create_index("handovers_of_a_lycee", "handovers", ["uai", "on_day"])
    op.create_table(
        "handover_parts",
        sa.Column("part_id", sa.Uuid(), primary_key=True),
        sa.Column("handover_id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("leaver_grant_id", sa.Uuid(), nullable=False),
        sa.Column("until_before", sa.Date()),
        sa.Column("successor_grant_id", sa.Uuid()),
        sa.ForeignKeyConstraint(["handover_id", "uai"], ["handovers.handover_id", "handovers.uai"]),
        sa.ForeignKeyConstraint(["leaver_grant_id", "uai"], ["grants.grant_id", "grants.uai"]),
        sa.ForeignKeyConstraint(["successor_grant_id", "uai"], ["grants.grant_id", "grants.uai"]),
    )
    op.create_index("handover_parts_of_a_handover", "handover_parts", ["handover_id"])
