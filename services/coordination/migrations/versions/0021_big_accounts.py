"""Big accounts, the lycées they concern, what bureaux say and what the supervisor decides."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from services.chassis.database.migrations import row_security

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

Instant = sa.DateTime(timezone=True)
CONCERNED = (
    "EXISTS (SELECT FROM key_account_parties WHERE key_account_parties.key_account_id = {}.key_account_id"
    " AND key_account_parties.uai = ANY(string_to_array(current_setting('app.uais', true), ',')))"
)


def upgrade() -> None:
    _create_accounts()
    _create_parties()
    _create_words()
    _create_decisions()
    _create_plans()
    op.create_table(
        "merged_cards",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("company_id", "absorbed_id")),
        sa.Column("merged", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "absorbed_id"),
    )
    op.create_index("merged_cards_absorbed", "merged_cards", ["absorbed_id"])
    # Codes of who leads are shared, as in the registry; texts are not.
    for table in ("key_accounts", "key_account_parties"):
        row_security(op, table, shared=True, department_wide=True)
    row_security(op, "merged_cards", shared=True)
    for table in (
        *("key_account_words", "key_account_decisions"),
        *("key_account_lines", "key_account_line_moves"),
    ):
        row_security(op, table, department_wide=True)
        # Reviewed: a bureau reads what is said and decided of an account it is concerned by.
        op.execute(
            f"CREATE POLICY concerned ON {table} FOR SELECT USING ({CONCERNED.format(table)})"
        )


def _create_accounts() -> None:
    op.create_table(
        "key_accounts",
        sa.Column("key_account_id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("lead_then", sa.Text()),
        sa.Column("opened_at", Instant, nullable=False),
        *(sa.Column(name, sa.Text()) for name in ("outcome", "lead")),
        *(sa.Column(name, sa.Date()) for name in ("from_on", "review_on")),
        sa.Column("decided_at", Instant),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("stated", "version")),
        sa.Column("words", sa.Text(collation="C"), nullable=False),
        sa.CheckConstraint(
            "(outcome IS NULL) = (decided_at IS NULL) AND (outcome IS NULL) = (from_on IS NULL)"
            " AND (outcome IS NOT DISTINCT FROM 'lead') = (lead IS NOT NULL)",
            name="key_accounts_decided",
        ),
        sa.PrimaryKeyConstraint("key_account_id"),
    )
    op.create_index("key_accounts_of_company", "key_accounts", ["company_id"], unique=True)
    op.create_index("key_accounts_newest", "key_accounts", ["opened_at", "key_account_id"])


def _create_parties() -> None:
    op.create_table(
        "key_account_parties",
        sa.Column("key_account_id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("joined_at", Instant, nullable=False),
        sa.Column("reason", sa.Text()),
        *(sa.Column(name, Instant) for name in ("asked_at", "withdrawn_at")),
        sa.CheckConstraint(
            "(reason IS NULL) = (asked_at IS NULL)", name="key_account_parties_asked"
        ),
        sa.PrimaryKeyConstraint("key_account_id", "uai"),
    )
    op.create_index("key_account_parties_of_lycee", "key_account_parties", ["uai"])


def _create_words() -> None:
    op.create_table(
        "key_account_words",
        sa.Column("word_id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("key_account_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("withdrawn_at", Instant),
        sa.PrimaryKeyConstraint("word_id"),
    )
    op.create_index("key_account_words_of", "key_account_words", ["key_account_id", "at"])


def _create_decisions() -> None:
    op.create_table(
        "key_account_decisions",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("key_account_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text()),
        sa.Column("shares", JSONB(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("decided_at", Instant, nullable=False),
        sa.Column("withdrawn_at", Instant),
        sa.PrimaryKeyConstraint("decision_id"),
    )
    op.create_index(
        "key_account_decisions_of", "key_account_decisions", ["key_account_id", "decided_at"]
    )


def _create_plans() -> None:
    op.create_table(
        "key_account_lines",
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("key_account_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("subject", "what")),
        sa.Column("due_on", sa.Date()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.Column("removed_at", Instant),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("line_id"),
    )
    op.create_index("key_account_lines_of", "key_account_lines", ["key_account_id"])
    op.create_index("key_account_lines_due", "key_account_lines", ["uai", "due_on"])
    op.create_table(
        "key_account_line_moves",
        sa.Column("move_id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("key_account_id", "line_id")),
        sa.Column("state_before", sa.Text()),
        sa.Column("state_after", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("move_id"),
    )
    op.create_index("key_account_line_moves_of", "key_account_line_moves", ["key_account_id", "at"])
