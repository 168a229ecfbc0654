"""Where people are named on purpose, and how a table is read to find them anywhere else."""

import asyncpg

OWNED = {
    "internships": {
        "pupils": {"pupil"},
        "personal_links": {"contact"},
        "approaches": {"contact", "pupil"},
        "referents": {"contact"},
        "follow_ups": {"pupil"},
        "host_opinions": {"pupil"},
        "family_addresses": {"pupil"},
    },
    "partnerships": {
        "contacts": {"contact"},
        "contact_words": {"contact"},
        "interactions": {"contact", "pupil"},
        "company_notes": {"contact", "pupil"},
        "actor_exchanges": {"contact", "pupil"},
        "withdrawn_actor_exchanges": {"contact", "pupil"},
        "import_rows": {"contact", "artisan"},
        "import_effects": {"contact", "artisan"},
        "companies": {"artisan"},
        "company_words": {"artisan"},
        "merges": {"artisan"},
        "shared_contacts": {"contact"},
        "shared_contact_words": {"contact"},
        "directory_entries": {"artisan"},
        "directory_kept": {"artisan"},
        "directory_takings": {"artisan"},
        "brought": {"contact", "pupil"},
        "teacher_links": {"contact"},
        "mailings": {"contact"},
        "mass_changes": {"contact"},
    },
    "notifications": {"mails": {"contact", "artisan", "pupil"}},
}
"""Tables in which people of a lycée are named, in its own rows, by service, with their kinds."""
SHARED = {
    *("shared_contacts", "shared_contact_words"),  # once the person was told
    *("companies", "company_words", "merges"),
    *("directory_entries", "directory_kept", "directory_takings"),
}
"""Tables every bureau reads: a sole trader's company is found by its name."""


async def tables_of(superuser: asyncpg.Connection) -> list[str]:
    rows = await superuser.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return [r["tablename"] for r in rows]


def as_bytes(record: asyncpg.Record) -> bytes:
    """Every value of a row; bytes as they are, what is structured as its text."""
    return b"\t".join(v if isinstance(v, bytes) else str(v).encode() for v in record.values())
