"""The notes of the notebook."""

from alembic import op

from services.chassis.database.migrations import create_chassis_tables, row_security
from tests.chassis.notebook import METADATA

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_chassis_tables(op)
    METADATA.create_all(op.get_bind(), tables=[METADATA.tables["notes"]], checkfirst=False)
    row_security(op, "notes")
