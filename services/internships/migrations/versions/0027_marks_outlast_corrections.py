"""A refusal that was marked for the head stays marked while its answer is corrected."""

from collections.abc import Sequence

from alembic import op

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NAME = "approaches_only_refusals_are_marked"


def upgrade() -> None:
    op.drop_constraint(NAME, "approaches", type_="check")


def downgrade() -> None:
    op.execute("ALTER TABLE approaches NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "UPDATE approaches SET presumed_discriminatory = false"
        " WHERE answer IN ('waiting', 'accepted')"
    )
    op.execute("ALTER TABLE approaches FORCE ROW LEVEL SECURITY")
    op.create_check_constraint(
        NAME, "approaches", "NOT presumed_discriminatory OR answer NOT IN ('waiting', 'accepted')"
    )
