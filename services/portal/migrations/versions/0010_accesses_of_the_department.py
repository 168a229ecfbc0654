"""Accesses of the department are seen in any scope: who is told of what a lycée does is asked for that lycée."""

from collections.abc import Sequence

from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OF_THE_DEPARTMENT = "uai IS NULL AND coalesce(current_setting('app.uais', true), '') <> ''"


def upgrade() -> None:
    # Reviewed: who supervises is told to no lycée as a list; it is read, and changed by the department alone.
    op.execute(f"CREATE POLICY of_the_department ON grants FOR SELECT USING ({OF_THE_DEPARTMENT})")
