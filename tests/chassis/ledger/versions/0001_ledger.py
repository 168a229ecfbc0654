"""Tables of the test service: one of each kind of row security."""

from alembic import op

from services.chassis.database.migrations import create_chassis_tables, row_security
from tests.chassis.ledger import METADATA

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_chassis_tables(op)
    own = [METADATA.tables[name] for name in ("entries", "places", "visits", "totals")]
    METADATA.create_all(op.get_bind(), tables=own, checkfirst=False)
    row_security(op, "entries")
    row_security(op, "places", shared=True)
    row_security(op, "visits", shared=True)
    row_security(op, "totals", department_wide=True)
