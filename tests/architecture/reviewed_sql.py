"""SQL of ours that somebody read, and why SQLAlchemy does not say it. `rules/sql.py` holds to it."""

_LOCK = "an advisory lock or a probe: a function of the server, with no row"
_CONSTANT = "an interval or a condition of an index, which SQLAlchemy has no word for"
_QUEUE = (
    "takes a lease in one statement, with SKIP LOCKED and a guard: read as a whole or not at all"
)
_LIKENESS = "ranges and likeness under row security: its plan was measured, and hangs on its words"
_OPERATOR = "an operator’s command on a stopped or damaged deployment, as the owner of the tables"
_SERVER = "a setting of the server or of the transaction, with no row"
_RELAY = "on the relay’s own connection, which SQLAlchemy has no part in"

LITERAL = {
    "deploy/backup/cluster.py": _SERVER,
    "deploy/backup/rewrite.py": "VACUUM, CHECKPOINT and the catalogue of a server of its own",
    "deploy/backup/save.py": _SERVER,
    "deploy/repair/books.py": _OPERATOR,
    "deploy/repair/night_cleanup.py": _OPERATOR,
    "deploy/repair/older.py": _OPERATOR,
    "deploy/repair/redact.py": _OPERATOR,
    "deploy/repair/journal_recovery.py": _OPERATOR,
    "services/chassis/application/readiness.py": _LOCK,
    "services/chassis/unit_of_work/journal.py": "marks what was sent, many rows by one statement",
    "services/chassis/database/leadership.py": _LOCK,
    "services/chassis/database/migrations.py": "functions and triggers, as the owner of the tables",
    "services/chassis/projections/reader_lock.py": _LOCK,
    "services/chassis/projections/reader.py": "SELECT 1",
    "services/chassis/database/estranged_roles.py": "settings of roles and their sessions, in the catalogue",
    "services/chassis/database/provisioning.py": "looks for a role and a database, in the catalogue",
    "services/chassis/questions/responder.py": _SERVER,
    "services/chassis/reactions/group_records.py": "a hot path in one round trip, and an advisory lock",
    "services/chassis/outbox/relay.py": _RELAY,
    "services/chassis/privacy/retention/purge.py": "two tables in a UNION of one column",
    "services/chassis/database/scopes.py": "says whose rows are seen: a parameter",
    "services/chassis/nats/stream_marks.py": _RELAY,
    "services/chassis/unit_of_work/scheduled_jobs.py": _RELAY,
    "services/chassis/database/transactions.py": "COMMIT and ROLLBACK, said to the driver",
    "services/notifications/delivery/store/leases.py": _QUEUE,
    "services/notifications/delivery/store/renewals.py": _QUEUE,
    "services/notifications/outgoing/store.py": _QUEUE,
    "services/partnerships/capacities/store.py": _CONSTANT,
    "services/partnerships/companies/store/companies.py": _LOCK,
    "services/partnerships/drop_box/tables.py": _CONSTANT,
    "services/partnerships/duplicates/store/likeness.py": _LIKENESS,
    "services/partnerships/companies/tables/former_cards.py": _CONSTANT,
    "services/supervision/coverage/queries/coverage.py": _CONSTANT,
    "services/supervision/journal/queries/journal.py": _CONSTANT,
    "services/supervision/rebuild.py": _SERVER,
}
"""Files that hold statements as literals: what is typed can only be a parameter of them."""

_AT_IMPORT = "parts of the same file, put together at import"
_OUR_NAMES = "names of tables and columns of ours, at import; values are parameters"
_DDL = "names of ours in what has no parameters (DDL), as the owner of the tables"

BUILT = {
    "deploy/doctor/disk_room.py::_of_nats": "no SQL: a subject of nats-server, which says DELETE too",
    "deploy/backup/rewrite.py::_rewrite": "tables the catalogue names, quoted by the server",
    "deploy/repair/journal_recovery.py::_raise_version": _OUR_NAMES,
    "services/chassis/unit_of_work/journal.py::ANSWER": _AT_IMPORT,
    "services/chassis/unit_of_work/journal.py::RECORD": _AT_IMPORT,
    "services/chassis/unit_of_work/journal.py::RECORD_AND_ANSWER": _AT_IMPORT,
    "services/chassis/database/leadership.py::Session": "hands on what its callers say, each read at its own place",
    "services/chassis/database/migrations.py::_On": "hands on what row_security says",
    "services/chassis/database/migrations.py::complete_chassis_tables": _DDL,
    "services/chassis/database/migrations.py::create_chassis_tables": _DDL,
    "services/chassis/database/migrations.py::grant_rights": _DDL,
    "services/chassis/database/migrations.py::row_security": _DDL,
    "services/chassis/database/compiled_statements.py::Prepared": "hands on what SQLAlchemy compiled, once",
    "services/chassis/database/provisioning.py::_close_to_public": _DDL,
    "services/chassis/database/provisioning.py::_create_role": _DDL,
    "services/chassis/database/provisioning.py::forget_settings": _DDL,
    "services/chassis/database/provisioning.py::set_password": f"{_DDL}; a password as its SCRAM verifier",
    "services/chassis/database/provisioning.py::create_database": _DDL,
    "services/chassis/database/scopes.py::enter_scope": "the literal above, with its parameter",
    "services/chassis/database/transactions.py::begin_in": "one round trip; held to digits, capitals and commas",
    "services/notifications/delivery/store/leases.py::_ANY_DUE": _AT_IMPORT,
    "services/notifications/delivery/store/leases.py::_CLAIM": _AT_IMPORT,
    "services/notifications/outgoing/store.py::_NEXT": _AT_IMPORT,
    "services/notifications/outgoing/store.py::_TAKE": _AT_IMPORT,
    "services/partnerships/merges/store/company_references.py::Attached": "the name of a table in our metadata, looked up there",
    "services/partnerships/company_words/store/company_search.py::_counts": _OUR_NAMES,
    "services/partnerships/company_words/store/company_search.py::_prepared": _OUR_NAMES,
    "services/partnerships/contacts/store/contact_words.py::_adding": _OUR_NAMES,
    "services/partnerships/contacts/store/contact_words.py::_statement": _OUR_NAMES,
    "services/partnerships/duplicates/store/likeness.py::_OF_LINES": _AT_IMPORT,
    "services/partnerships/duplicates/store/likeness.py::_PAIRS": _AT_IMPORT,
    "services/partnerships/company_words/store/misspelt.py::_AMONG_ALL": _AT_IMPORT,
    "services/partnerships/company_words/store/misspelt.py::_AMONG_PARTNERS": _AT_IMPORT,
    "services/partnerships/company_words/store/misspelt.py::_KNOWN": _OUR_NAMES,
    "services/partnerships/company_words/store/misspelt.py::_MISSPELT": _OUR_NAMES,
    "services/supervision/rebuild.py::_be_alone": _OUR_NAMES,
    "services/supervision/rebuild.py::_catch_up": _OUR_NAMES,
    "services/supervision/rebuild.py::_fill_fresh_tables": _DDL,
    "services/supervision/rebuild.py::_index": _DDL,
    "services/supervision/rebuild.py::_swap": _DDL,
    "services/supervision/read_models/store.py::_upsert": _OUR_NAMES,
}
"""Functions and names (`file::name`) where a statement is put together: of nothing that is typed."""
