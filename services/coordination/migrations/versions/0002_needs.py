"""Companies' needs, who has them, and the letters about them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from services.chassis.database.migrations import row_security

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

Instant = sa.DateTime(timezone=True)
HAVE_IT = "lycees && string_to_array(current_setting('app.uais', true), ',')"
SEE_IT = (
    "coalesce(current_setting('app.uais', true), '') <> '' AND EXISTS"
    " (SELECT FROM needs WHERE needs.need_id = need_assignments.need_id)"
)


def upgrade() -> None:
    _create_needs()
    _create_assignments()
    _create_letters()
    # The supervisor sees to the needs of all.
    row_security(op, "needs", department_wide=True)
    row_security(op, "need_assignments", department_wide=True)
    row_security(op, "need_letters", department_wide=True)
    # Reviewed: a bureau reads and moves a need that was passed on to it, and reads who else has it.
    op.execute(f"CREATE POLICY passed_on ON needs FOR SELECT USING ({HAVE_IT})")
    op.execute(f"CREATE POLICY moving ON needs FOR UPDATE USING ({HAVE_IT}) WITH CHECK ({HAVE_IT})")
    op.execute(f"CREATE POLICY seeing ON need_assignments FOR SELECT USING ({SEE_IT})")


def _create_needs() -> None:
    op.create_table(
        "needs",
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "source", "status")),
        *(sa.Column(name, sa.Text()) for name in ("company", "siret")),
        sa.Column("company_id", sa.Uuid()),
        *(sa.Column(name, sa.Text()) for name in ("commune", "text", "formation")),
        sa.Column("seats", sa.Integer()),
        sa.Column("wanted_from", sa.Date()),
        *(sa.Column(f"requester_{name}", sa.Text()) for name in ("name", "mail", "phone")),
        sa.Column("sent_at", Instant, nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.Column("received_at", Instant),
        sa.Column("due_on", sa.Date()),
        sa.Column("taken_at", Instant),
        sa.Column("escalated_at", Instant),
        *(sa.Column(name, sa.Text()) for name in ("outcome", "answer", "dismissal")),
        sa.Column("lycees", ARRAY(sa.Text()), nullable=False),
        sa.Column("erased_at", Instant),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(erased_at IS NULL) = (text IS NOT NULL) AND (erased_at IS NULL) = (company IS NOT NULL)"
            " AND (erased_at IS NULL OR (requester_name IS NULL AND requester_mail IS NULL"
            " AND requester_phone IS NULL AND formation IS NULL AND answer IS NULL))",
            name="needs_erased_altogether",
        ),
        sa.CheckConstraint(
            "(received_at IS NULL) = (due_on IS NULL)"
            " AND (received_at IS NOT NULL OR status IN ('unverified', 'dismissed'))",
            name="needs_due_once_received",
        ),
        sa.PrimaryKeyConstraint("need_id"),
    )
    op.create_index("needs_newest", "needs", ["sent_at", "need_id"])
    op.create_index("needs_by_siret", "needs", ["siret"])
    op.create_index(
        "needs_waiting",
        "needs",
        ["due_on"],
        postgresql_where=sa.text("status IN ('received', 'qualified', 'routed')"),
    )


def _create_assignments() -> None:
    op.create_table(
        "need_assignments",
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("taken_at", Instant),
        sa.Column("promised_on", sa.Date()),
        sa.Column("outcome", sa.Text()),
        sa.Column("answer", sa.Text()),
        sa.Column("answered_at", Instant),
        sa.PrimaryKeyConstraint("assignment_id"),
    )
    op.create_index("need_assignments_by_need", "need_assignments", ["need_id"])
    op.create_index(
        "need_assignments_once",
        "need_assignments",
        ["need_id", "uai", "actor_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("status <> 'recalled' AND outcome IS DISTINCT FROM 'not_for_us'"),
    )


def _create_letters() -> None:
    op.create_table(
        "need_letters",
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("letter_id"),
    )
    op.create_index("need_letters_by_need", "need_letters", ["need_id"])
