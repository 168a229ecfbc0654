"""What a database of an earlier release holds is read as it was meant."""

import json
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import alembic.command
import asyncpg
import pytest_asyncio
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from contracts.identifiers import Uai
from services.chassis.database import migrations, provisioning
from services.chassis.security.credentials import (
    OperatorCredentials,
    ServiceCredentials,
    create_missing,
)
from services.partnerships.service import SERVICE
from tests.partnerships.world import BOURDELLE, ELSEWHERE, NOW, TODAY
from tests.support.services import ServiceDatabases

KEPT, ABSORBED, LATER_ABSORBED, UNMET, MET, PARTED, OTHER_PARTED, UNTOLD = (
    UUID(int=number) for number in range(1, 9)
)
MERGE, MERGE_OF_UNMET, LATER_MERGE, UNDONE = (UUID(int=100 + number) for number in range(4))


def _upgrade(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent / "alembic"))
    config.set_main_option("version_locations", str(SERVICE.migrations / "versions"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    alembic.command.upgrade(config, revision)


@pytest_asyncio.fixture
async def earlier(service_databases: ServiceDatabases, worker: str) -> ServiceDatabases:
    """Makes a registry of its own, whose first meetings nobody noted the telling of."""
    return await registry_at("0022", service_databases, worker)


async def registry_at(
    revision: str, service_databases: ServiceDatabases, worker: str
) -> ServiceDatabases:
    """A registry as an earlier release left it."""
    settings = service_databases.settings.replaced(database_prefix=f"u{revision}_{worker}_")
    create_missing(settings.credentials, [SERVICE.name])
    operator = OperatorCredentials.load(settings.credentials)
    credentials = ServiceCredentials.load(settings.credentials, SERVICE.name)
    await provisioning.create_database(
        service_databases.superuser_url, settings, credentials, operator
    )
    engine = create_async_engine(
        provisioning.owner_url(settings, SERVICE.name, operator), poolclass=NullPool
    )
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade, revision)
    await engine.dispose()
    return ServiceDatabases(settings, service_databases.superuser_url)


async def tells(superuser: asyncpg.Connection, uai: Uai, *company_ids: UUID) -> None:
    for company_id in company_ids:
        await superuser.execute(
            "INSERT INTO journal (event_id, uai, source, audience, sequence, subject, headers,"
            " payload, recorded_at) VALUES ($1, $2, $3, 'department', $4, $5, $6, '{}', $7)",
            *(uuid4(), uai, f"/82/{uai}/partnerships", company_id.int),
            f"department.82.{uai}.partnerships.company_onboarded.v1",
            *(json.dumps({"ce-subject": str(company_id)}), NOW),
        )


async def knows(superuser: asyncpg.Connection, uai: Uai, *company_ids: UUID) -> None:
    for company_id in company_ids:
        await superuser.execute(
            "INSERT INTO onboardings (uai, company_id, reason, onboarded_on)"
            " VALUES ($1, $2, 'interaction', $3)",
            *(uai, company_id, TODAY),
        )


async def merged(
    superuser: asyncpg.Connection, merge_id: UUID, kept: UUID, absorbed: UUID, *, undone: bool
) -> None:
    await superuser.execute(
        "INSERT INTO merges (merge_id, uai, kept_id, absorbed_id, merged_at, kept_version,"
        " absorbed_version, before, after, absorbed, undone_at)"
        " VALUES ($1, $2, $3, $4, $5, 2, 2, '{}', '{}', '{}', $6)",
        *(merge_id, BOURDELLE, kept, absorbed, NOW, NOW if undone else None),
    )


async def noted(
    superuser: asyncpg.Connection, merge_id: UUID, kept: UUID, absorbed: UUID, *, both: bool
) -> None:
    def row(company_id: UUID) -> str:
        return json.dumps({"uai": BOURDELLE, "company_id": str(company_id)})

    of_both = (row(kept), row(kept)) if both else (None, None)
    await superuser.execute(
        "INSERT INTO merge_moves (uai, merge_id, position, moved_table, row_key, was, other_was,"
        " became) VALUES ($1, $2, 1, 'onboardings', $3, $4, $5, $6)",
        *(BOURDELLE, merge_id, row(kept), row(absorbed), *of_both),
    )


def by_company(rows: Iterable[asyncpg.Record], uai: Uai) -> dict[UUID, int]:
    return {row["company_id"]: row["told"] for row in rows if row["uai"] == uai}


async def test_first_meetings_told_before_are_counted_through_merges(
    earlier: ServiceDatabases,
) -> None:
    superuser = await earlier.superuser(SERVICE.name)
    await superuser.execute("SET session_replication_role = replica")  # rows without their cards
    told = (KEPT, ABSORBED, LATER_ABSORBED, MET, PARTED, OTHER_PARTED)
    await tells(superuser, BOURDELLE, *told)
    await tells(superuser, ELSEWHERE, ABSORBED)
    await knows(superuser, BOURDELLE, KEPT, UNMET, PARTED, OTHER_PARTED, UNTOLD)
    await knows(superuser, ELSEWHERE, KEPT)
    for merge_id, kept, absorbed in (
        (MERGE, KEPT, ABSORBED),
        (MERGE_OF_UNMET, UNMET, MET),
        (LATER_MERGE, KEPT, LATER_ABSORBED),
        (UNDONE, PARTED, OTHER_PARTED),
    ):
        await merged(superuser, merge_id, kept, absorbed, undone=merge_id == UNDONE)
        if merge_id != UNDONE:
            await noted(superuser, merge_id, kept, absorbed, both=merge_id != MERGE_OF_UNMET)

    await earlier.migrate(SERVICE)
    rows = await superuser.fetch("SELECT uai, company_id, told FROM onboardings")
    moves = await superuser.fetch("SELECT * FROM merge_moves")
    await superuser.close()

    assert by_company(rows, BOURDELLE) == {KEPT: 3, UNMET: 1, PARTED: 1, OTHER_PARTED: 1, UNTOLD: 0}
    assert by_company(rows, ELSEWHERE) == {KEPT: 1}
    # What undoing puts back: as much as was told before that merge.
    put_back = {
        row["merge_id"]: [json.loads(row[name])["told"] for name in ("was", "other_was", "became")]
        for row in moves
        if row["became"] is not None
    }
    assert put_back == {MERGE: [1, 1, 2], LATER_MERGE: [1, 2, 3]}
    [alone] = [row for row in moves if row["merge_id"] == MERGE_OF_UNMET]
    assert "told" not in json.loads(alone["was"])


async def test_contacts_and_phones_known_before_are_found_by_a_search(
    service_databases: ServiceDatabases, worker: str
) -> None:
    before = await registry_at("0034", service_databases, worker)
    superuser = await before.superuser(SERVICE.name)
    await superuser.execute(
        "INSERT INTO companies (company_id, name, name_key, legal_form, diffusion, version)"
        " VALUES ($1, 'Scierie', 'scierie', 'company', 'full', 1)",
        KEPT,
    )
    for site_id, phone in ((MET, "+33536490034"), (UNMET, "+4930123456"), (UNTOLD, None)):
        await superuser.execute(
            "INSERT INTO sites (site_id, company_id, rank, site_key, phone)"
            " VALUES ($1, $2, 0, $3, $4)",
            *(site_id, KEPT, str(site_id), phone),
        )
    for contact_id, uai in ((MET, BOURDELLE), (UNMET, ELSEWHERE)):
        await superuser.execute(
            "INSERT INTO contacts (uai, contact_id, company_id, site_id, name, name_key, mail,"
            " phone, version) VALUES ($1, $2, $3, $4, 'Hortense Delbosc', 'hortense delbosc',"
            " 'H.Delbosc@quercy.example', '+33536490012', 1)",
            *(uai, contact_id, KEPT, MET),
        )
    await superuser.execute(
        "INSERT INTO shared_contacts (uai, contact_id, company_id, site_id, name, informed_on,"
        " shared_on) VALUES ($1, $2, $3, $2, 'Hortense Delbosc', $4, $4)",
        *(BOURDELLE, MET, KEPT, TODAY),
    )

    await before.migrate(SERVICE)
    words = await superuser.fetch("SELECT uai, contact_id, word FROM contact_words")
    shared = await superuser.fetch("SELECT contact_id, word FROM shared_contact_words")
    phones = await superuser.fetch("SELECT word FROM company_words")
    await superuser.close()

    known = {"hortense", "delbosc", "h.delbosc@quercy.example", "0536490012"}
    assert {row["word"] for row in words if row["uai"] == BOURDELLE} == known
    assert {row["contact_id"] for row in words if row["uai"] == ELSEWHERE} == {UNMET}
    assert {(row["contact_id"], row["word"]) for row in shared} == {(MET, one) for one in known}
    assert {row["word"] for row in phones} == {"0536490034", "004930123456"}


async def test_reminders_planned_for_seven_before_are_asked_a_quarter_of_an_hour_earlier(
    service_databases: ServiceDatabases, worker: str
) -> None:
    before = await registry_at("0051", service_databases, worker)
    superuser = await before.superuser(SERVICE.name)
    for job, key, due_at in (
        ("remind-tasks", "winter", "2026-12-01 07:00 Europe/Paris"),
        ("remind-tasks", "summer", "2027-06-01 07:00 Europe/Paris"),
        ("remind-registry", "letter", "2026-12-01 15:20 Europe/Paris"),
        ("state_totals", "night", "2026-12-01 07:00 Europe/Paris"),
    ):
        await superuser.execute(
            "INSERT INTO due_work (job, uai, key, due_at)"
            " VALUES ($1, $2, $3, $4::text::timestamptz)",
            *(job, BOURDELLE, key, due_at),
        )

    await before.migrate(SERVICE)
    rows = await superuser.fetch(
        "SELECT key, to_char(due_at AT TIME ZONE 'Europe/Paris', 'HH24:MI') AS at FROM due_work"
    )
    await superuser.close()

    planned = {row["key"]: row["at"] for row in rows}
    assert planned == {"winter": "06:45", "summer": "06:45", "letter": "15:20", "night": "07:00"}


async def test_letters_that_left_before_are_no_exchanges_any_more(
    service_databases: ServiceDatabases, worker: str
) -> None:
    before = await registry_at("0035", service_databases, worker)
    superuser = await before.superuser(SERVICE.name)
    await superuser.execute("SET session_replication_role = replica")  # rows without their cards
    spoke_on = TODAY - timedelta(days=100)
    for company_id, days in ((KEPT, (TODAY, spoke_on)), (UNMET, (TODAY,)), (MET, (spoke_on,))):
        for day in days:
            await superuser.execute(
                "INSERT INTO interactions (uai, interaction_id, company_id, site_id, kind,"
                " purpose, outcome, occurred_on) VALUES ($1, $2, $3, $3, 'mail', 'pfmp', 'none', $4)",
                *(BOURDELLE, uuid4(), company_id, day),
            )
        await superuser.execute(
            "INSERT INTO acquaintances (uai, company_id, site_id, last_on, n_30d)"
            " VALUES ($1, $2, $2, $3, 1)",
            *(BOURDELLE, company_id, max(days)),
        )
    await superuser.execute(
        "INSERT INTO mailing_recipients (uai, recipient_id, mailing_id, rank, company_id,"
        " contact_id, mail_digest, interaction_id)"
        " SELECT uai, gen_random_uuid(), $1, 0, company_id, gen_random_uuid(), '', interaction_id"
        " FROM interactions WHERE occurred_on = $2",
        *(MERGE, TODAY),
    )

    await before.migrate(SERVICE)
    rows = await superuser.fetch("SELECT company_id, last_on, n_30d FROM acquaintances")
    letters = await superuser.fetch("SELECT company_id FROM interactions WHERE to_many")
    await superuser.close()

    known = {row["company_id"]: (row["last_on"], row["n_30d"]) for row in rows}
    assert known == {KEPT: (spoke_on, 1), UNMET: (None, 0), MET: (spoke_on, 1)}
    assert {row["company_id"] for row in letters} == {KEPT, UNMET}


async def test_letters_that_came_back_before_are_marked_and_what_became_a_call_is_not(
    service_databases: ServiceDatabases, worker: str
) -> None:
    before = await registry_at("0053", service_databases, worker)
    superuser = await before.superuser(SERVICE.name)
    await superuser.execute("SET session_replication_role = replica")  # rows without their cards
    lost, corrected, called, arrived = (uuid4() for _ in range(4))
    for interaction_id, kind, former in (
        (lost, "mail", None),
        (uuid4(), "mail", [corrected]),
        (uuid4(), "call", [called]),
        (arrived, "mail", None),
    ):
        await superuser.execute(
            "INSERT INTO interactions (uai, interaction_id, company_id, site_id, kind, purpose,"
            " outcome, occurred_on, to_many, former_ids)"
            " VALUES ($1, $2, $3, $3, $4, 'pfmp', 'none', $5, $4 = 'mail', $6)",
            *(BOURDELLE, interaction_id, KEPT, kind, TODAY, former),
        )
    for interaction_id in (lost, corrected, called, arrived):
        await superuser.execute(
            "INSERT INTO mailing_recipients (uai, recipient_id, mailing_id, rank, company_id,"
            " contact_id, mail_digest, state, interaction_id)"
            " VALUES ($1, gen_random_uuid(), $2, 0, $3, gen_random_uuid(), '', $4, $5)",
            *(BOURDELLE, MERGE, KEPT, "left" if interaction_id == arrived else "undelivered"),
            interaction_id,
        )

    await before.migrate(SERVICE)
    marked = await superuser.fetch(
        "SELECT coalesce(former_ids[1], interaction_id) AS known FROM interactions WHERE undelivered"
    )
    await superuser.close()

    assert {row["known"] for row in marked} == {lost, corrected}


async def test_merges_noted_before_companies_answered_put_rows_back_with_an_answer(
    service_databases: ServiceDatabases, worker: str
) -> None:
    before = await registry_at("0038", service_databases, worker)
    superuser = await before.superuser(SERVICE.name)
    await superuser.execute("SET session_replication_role = replica")  # rows without their cards
    for position, (action_id, status) in enumerate(((MET, "held"), (UNMET, "planned"))):
        await superuser.execute(
            "INSERT INTO actions (uai, action_id, kind, title, planned_on, partners, classes,"
            " status, pupils, version) VALUES ($1, $2, 'visit', 'Visite', $3, '{}', '{}', $4, $5, 1)",
            *(BOURDELLE, action_id, TODAY, status, 24 if status == "held" else None),
        )
        kept, absorbed = (
            json.dumps({"uai": BOURDELLE, "action_id": str(action_id), "company_id": str(one)})
            for one in (KEPT, ABSORBED)
        )
        await superuser.execute(
            "INSERT INTO merge_moves (uai, merge_id, position, moved_table, row_key, was, other_was,"
            " became) VALUES ($1, $2, $3, 'action_companies', $4, $5, $4, $4)",
            *(BOURDELLE, MERGE, position, kept, absorbed),
        )
    moved = {"company_id": str(ABSORBED)}
    await superuser.execute(
        "INSERT INTO merge_moves (uai, merge_id, position, moved_table, row_key, was)"
        " VALUES ($1, $2, 2, 'action_companies', '{}', $3)",
        *(BOURDELLE, MERGE, json.dumps(moved)),
    )

    await before.migrate(SERVICE)
    rows = await superuser.fetch("SELECT * FROM merge_moves ORDER BY position")
    await superuser.close()

    held, planned, alone = rows
    for row, answer in ((held, "came"), (planned, "coming")):
        notes = [json.loads(row[name]) for name in ("was", "other_was", "became")]
        assert [note["answer"] for note in notes] == [answer] * 3
        assert [note["company_id"] for note in notes] == [str(ABSORBED), str(KEPT), str(KEPT)]
    assert (json.loads(alone["was"]), alone["became"]) == (moved, None)


async def test_exchanges_with_actors_noted_before_are_told_and_partners_have_the_kinds_of_the_directory(
    service_databases: ServiceDatabases, worker: str
) -> None:
    before = await registry_at("0057", service_databases, worker)
    superuser = await before.superuser(SERVICE.name)
    for uai in (BOURDELLE, BOURDELLE, ELSEWHERE):
        await superuser.execute(
            "INSERT INTO actor_exchanges (uai, exchange_id, actor_id, kind, purpose, outcome,"
            " occurred_on, version) VALUES ($1, $2, $2, 'call', 'other', 'none', $3, 1)",
            *(uai, uuid4(), TODAY),
        )
    await superuser.execute(
        "INSERT INTO actions (uai, action_id, kind, title, planned_on, partners, classes, status,"
        " version) VALUES ($1, $2, 'forum', 'Forum', $3, '{clee,chambers}', '{}', 'planned', 1)",
        *(BOURDELLE, uuid4(), TODAY),
    )

    await before.migrate(SERVICE)
    jobs = await superuser.fetch("SELECT job, uai FROM due_work")
    told = await superuser.fetchval(
        "SELECT count(*) FROM actor_exchanges WHERE told_version IS NULL"
    )
    partners = await superuser.fetchval("SELECT partners FROM actions")
    await superuser.close()

    assert {(row["job"], row["uai"]) for row in jobs} == {
        ("tell-actor-exchanges", BOURDELLE),
        ("tell-actor-exchanges", ELSEWHERE),
    }
    assert told == 3
    assert partners == ["clee", "chamber"]
