"""Creating and upgrading a service's database: tables of the chassis, row-level security, rights.

A migration of a service calls `create_chassis_tables(op)` once, then `row_security(op, table)`
for each of its own tables. After every upgrade the tables of the chassis are completed, the same
in every service, and rights are given again.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateColumn

from services.chassis.base.settings import Settings
from services.chassis.database import provisioning
from services.chassis.database.tables import CHASSIS
from services.chassis.security.credentials import OperatorCredentials, ServiceCredentials

SCOPE = "current_setting('app.uais', true)"
OWN = f"uai = ANY(string_to_array({SCOPE}, ','))"
WHOLE_DEPARTMENT = f"{SCOPE} = '*'"
ANY_SCOPE = f"coalesce({SCOPE}, '') <> ''"

WRITTEN_BY_APP = "SELECT, INSERT, UPDATE, DELETE"
RELAY_RIGHTS = {
    "journal": "SELECT, UPDATE (sent_at, send_error)",
    "due_work": "SELECT, UPDATE (due_at, attempts, last_error, done_at)",
    "stream_marks": "SELECT, INSERT, UPDATE",
}

_COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'
"""

# Reflecting the table instead takes four times as long, two hundred times a new installation.
_HAS_UAI = """
SELECT EXISTS (
    SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass(:table) AND attname = 'uai'
)
"""


# Those of extensions belong to who installed them, and everybody may call them already.
_OWN_FUNCTIONS = """
SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    AND prokind = 'f' AND pg_get_userbyid(proowner) = current_user
"""


class Migrated(Protocol):
    """What migrations need to know of a service."""

    @property
    def name(self) -> str:
        """Word of the service, hence of its database."""

    @property
    def migrations(self) -> Path:
        """Its folder of migrations; the revisions are in `versions/`."""


class Operating(Protocol):
    """What is used of the module `alembic.op`."""

    def get_bind(self) -> Connection:
        """Connection the migration runs on."""

    def execute(self, sqltext: str, /) -> None:
        """Run a statement."""


def create_chassis_tables(op: Operating) -> None:
    """Create the tables of `services.chassis.database.tables` and their row-level security."""
    connection = op.get_bind()
    CHASSIS.create_all(connection, checkfirst=False)
    for table in ("journal", "journal_counters", "due_work", "parked_events"):
        row_security(op, table, department_wide=True)
    role = f"{_database(connection)}_relay"
    for table in ("journal", "due_work"):
        op.execute(f'CREATE POLICY relay ON {table} TO "{role}" USING (true) WITH CHECK (true)')


def complete_chassis_tables(connection: Connection) -> None:
    """Add the chassis tables, columns and indexes that a database of an earlier release lacks.

    Nothing is ever changed or removed: replicas of the earlier release go on meanwhile.
    """
    rows = connection.execute(text(_COLUMNS)).all()
    present = {(str(table), str(column)) for table, column in rows}
    tables = {table for table, _ in present}
    for table in CHASSIS.sorted_tables:
        if table.name not in tables:
            table.create(connection)
            continue
        for column in table.columns:
            if (table.name, column.name) not in present:
                declared = CreateColumn(column).compile(dialect=connection.dialect)
                connection.execute(text(f"ALTER TABLE {table.name} ADD COLUMN {declared}"))
        for index in table.indexes:
            index.create(connection, checkfirst=True)
    _keep_the_audit(connection)


_REFUSE_CHANGES = """
CREATE OR REPLACE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at < now() - interval '3 years' THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'audit_entries is append-only' USING ERRCODE = 'insufficient_privilege';
END $$
"""
_ON_EVERY_ROW = """
CREATE OR REPLACE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION audit_is_kept()
"""


@dataclass(frozen=True)
class _On:
    """`alembic.op` on a connection, for what is done outside a revision."""

    connection: Connection

    def get_bind(self) -> Connection:
        return self.connection

    def execute(self, sqltext: str, /) -> None:
        self.connection.execute(text(sqltext))


def _keep_the_audit(connection: Connection) -> None:
    """Have audit and proofs behind row security, and nobody change the audit, its owner included."""
    guarded = text("SELECT relrowsecurity FROM pg_class WHERE oid = to_regclass(:name)")
    for table in ("audit_entries", "purges"):
        if not connection.scalar(guarded, {"name": table}):
            row_security(_On(connection), table, department_wide=True)
    connection.execute(text(_REFUSE_CHANGES))
    connection.execute(text(_ON_EVERY_ROW))


def row_security(
    op: Operating, table: str, *, shared: bool = False, department_wide: bool = False
) -> None:
    """Let a transaction see and write only the rows of the lycées in its scope.

    `shared`: read in any scope; written for one's own lycée when the table has a `uai`, in
    any scope otherwise. `department_wide`: the scope of the whole department sees all rows, and
    it alone writes a shared table without a `uai`.
    Without a scope no row is seen and none can be written, even by the owner of the table.
    """
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    has_uai = op.get_bind().scalar(text(_HAS_UAI), {"table": table})
    own = OWN if has_uai else ANY_SCOPE
    if department_wide:
        own = f"{own} OR {WHOLE_DEPARTMENT}" if has_uai else WHOLE_DEPARTMENT
    if not has_uai and not shared:
        raise ValueError(f"{table} has no column uai: declare it shared or give it one")
    if not shared:
        op.execute(f"CREATE POLICY scope ON {table} USING ({own}) WITH CHECK ({own})")
        return
    op.execute(f"CREATE POLICY reading ON {table} FOR SELECT USING ({ANY_SCOPE})")
    op.execute(f"CREATE POLICY adding ON {table} FOR INSERT WITH CHECK ({own})")
    op.execute(f"CREATE POLICY changing ON {table} FOR UPDATE USING ({own}) WITH CHECK ({own})")
    op.execute(f"CREATE POLICY removing ON {table} FOR DELETE USING ({own})")


def grant_rights(connection: Connection) -> None:
    """Give `app`, `relay` and `reader` exactly their rights, on the tables that exist now."""
    name = _database(connection)
    app, relay, reader = (f'"{name}_{role}"' for role in ("app", "relay", "reader"))
    own_functions = connection.scalars(text(_OWN_FUNCTIONS)).all()
    statements = [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {app}, {relay}, {reader}",
        f"GRANT {WRITTEN_BY_APP} ON ALL TABLES IN SCHEMA public TO {app}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {reader}",
        *(f"GRANT EXECUTE ON FUNCTION {one} TO {app}" for one in own_functions),
        f"REVOKE ALL ON alembic_version FROM {app}, {reader}",
        # The journal is a record: nobody but the relay touches a row once written.
        f"REVOKE UPDATE, DELETE ON journal FROM {app}",
        *(
            f"REVOKE UPDATE, DELETE ON {table} FROM {app}"
            for table in ("audit_entries", "purges", "erasures")
        ),
        *(f"GRANT {rights} ON {table} TO {relay}" for table, rights in RELAY_RIGHTS.items()),
    ]
    for statement in statements:
        connection.execute(text(statement))


async def run_migrations(service: Migrated, settings: Settings, admin: str | None = None) -> None:
    """Create the service's database and roles if needed, then upgrade it to its last revision.

    `admin` is the address of a role with CREATEDB and CREATEROLE; by default
    `settings.database_url`. Raises when the server refuses; may be run again at any time.
    """
    credentials = ServiceCredentials.load(settings.credentials, service.name)
    operator = OperatorCredentials.load(settings.credentials)
    if admin is None:
        if settings.database_url is None:
            raise ValueError("PASSERELLE_DATABASE_URL is needed to migrate")
        admin = settings.database_url.get_secret_value()
    await provisioning.create_database(admin, settings, credentials, operator)
    engine = create_async_engine(
        provisioning.owner_url(settings, service.name, operator), poolclass=NullPool
    )
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade, service.migrations / "versions")
    await engine.dispose()


def _upgrade(connection: Connection, versions: Path) -> None:
    if not _is_latest(connection, versions):
        _migrate(connection, versions)
    complete_chassis_tables(connection)
    grant_rights(connection)


def _is_latest(connection: Connection, versions: Path) -> bool:
    """Whether the last migration was run: their names begin with their revisions, each after the one before."""
    last = max((one.name.partition("_")[0] for one in versions.glob("[0-9]*_*.py")), default="")
    if connection.scalar(text("SELECT to_regclass('alembic_version')")) is None:
        return False
    return connection.scalars(text("SELECT version_num FROM alembic_version")).all() == [last]


def _migrate(connection: Connection, versions: Path) -> None:
    import alembic.command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "alembic"))
    config.set_main_option("version_locations", str(versions))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    alembic.command.upgrade(config, "head")


def _database(connection: Connection) -> str:
    name = connection.scalar(text("SELECT current_database()"))
    return str(name)
