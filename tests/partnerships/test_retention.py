"""Contacts, notes and accounts of imports go some years after the last exchange."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg

from contracts.partnerships.companies import ContactErasedV1
from services.chassis.privacy.retention import Due, Retention, Rule
from services.chassis.privacy.retention.purge import AT_ONCE, purge_all, purge_lycee
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.retention import retention
from tests.partnerships.world import BOURDELLE, ELSEWHERE, Bureau, row
from tests.support.services import ServiceDatabases

YEARS = timedelta(days=365)


async def contact_at(bureau: Bureau, company: UUID, databases: ServiceDatabases) -> UUID:
    superuser = await databases.superuser("partnerships")
    site = await superuser.fetchval("SELECT site_id FROM sites WHERE company_id = $1", company)
    await superuser.close()
    details = ContactDetails(name="Anne Verdier")
    return await bureau.do(add_contact, company_id=company, site_id=site, details=details)


async def counts(databases: ServiceDatabases) -> dict[str, int]:
    superuser = await databases.superuser("partnerships")
    found = {
        "contacts": "SELECT count(*) FROM contacts",
        "notes": "SELECT count(*) FROM interactions WHERE note IS NOT NULL",
        "exchanges": "SELECT count(*) FROM interactions",
        "lists": "SELECT count(*) FROM imports",
    }
    result = {name: await superuser.fetchval(query) for name, query in found.items()}
    await superuser.close()
    return result


async def test_a_contact_goes_three_years_after_the_last_exchange(
    bureau: Bureau, service_databases: ServiceDatabases
) -> None:
    company = await bureau.registers()
    await contact_at(bureau, company, service_databases)
    await bureau.logs(company, note="Trois élèves en janvier.")
    # Ids say when they were drawn: the clock of this machine, not the bureau's.
    last = max(bureau.now, datetime.now(UTC))
    units = bureau.units

    await purge_all(units, retention, now=bureau.now + 3 * YEARS - timedelta(days=2))
    assert await counts(service_databases) == {
        "contacts": 1, "notes": 1, "exchanges": 1, "lists": 0,
    }  # fmt: skip
    await purge_all(units, retention, now=last + 3 * YEARS + timedelta(days=2))

    assert await counts(service_databases) == {
        "contacts": 0, "notes": 0, "exchanges": 1, "lists": 0,
    }  # fmt: skip
    assert len(await bureau.published(ContactErasedV1)) == 1


async def test_the_account_of_an_import_goes_after_a_year(
    bureau: Bureau, service_databases: ServiceDatabases
) -> None:
    await bureau.imports(row(2, "Menuiserie du Lot"))

    await purge_all(bureau.units, retention, now=bureau.now + YEARS - timedelta(days=1))
    assert (await counts(service_databases))["lists"] == 1
    await purge_all(bureau.units, retention, now=bureau.now + YEARS + timedelta(days=1))

    assert (await counts(service_databases))["lists"] == 0


async def test_a_lycee_removes_what_is_its_own_and_claims_nothing_of_another(
    bureau: Bureau, other_bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company = await bureau.registers()
    for _ in range(3):
        await other_bureau.logs(company)
    later = bureau.now + YEARS + timedelta(days=2)
    kept = "SELECT count(*) FROM solicitations"

    assert (await purge_lycee(bureau.units, retention, BOURDELLE, now=later))["solicitations"] == 0
    assert await superuser.fetchval(kept) == 3
    assert await superuser.fetchval("SELECT count(*) FROM purges") == 0

    assert (await purge_lycee(bureau.units, retention, ELSEWHERE, now=later))["solicitations"] == 3
    assert await superuser.fetchval(kept) == 0
    proofs = await superuser.fetch("SELECT uai, rule, removed FROM purges")
    assert [tuple(one) for one in proofs] == [(ELSEWHERE, "solicitations", 3)]


async def test_what_cannot_be_removed_is_tried_once_and_proved_by_nothing(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    tries = 3

    async def find(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
        return [Due(uow.new_id()) for _ in range(limit)] if tries else []

    async def remove(uow: UnitOfWork, ids: Collection[UUID], now: datetime) -> Collection[UUID]:
        nonlocal tries
        tries -= 1
        return ()

    stuck = Retention("partnerships")
    stuck.keep(Rule("stuck", "Ce qui reste", "1 an", find, remove))

    assert await purge_lycee(bureau.units, stuck, BOURDELLE, now=bureau.now) == {"stuck": 0}
    assert tries == 2
    assert await superuser.fetchval("SELECT count(*) FROM purges") == 0


async def test_more_than_one_transaction_holds_goes_in_one_run(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company = await bureau.registers()
    await superuser.execute(
        "INSERT INTO solicitations (uai, source_id, site_id, by_place, solicited_on)"
        " SELECT $1, gen_random_uuid(), site_id, false, $2 FROM sites, generate_series(1, $3)"
        " WHERE company_id = $4",
        BOURDELLE,
        bureau.now.date(),
        AT_ONCE + 1,
        company,
    )
    later = bureau.now + YEARS + timedelta(days=2)

    removed = await purge_lycee(bureau.units, retention, BOURDELLE, now=later)

    assert removed["solicitations"] == AT_ONCE + 1
