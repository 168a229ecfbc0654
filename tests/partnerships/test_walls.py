"""What one lycée keeps to itself, what is shared, and that neither makes the list slow."""

from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import ProgrammingError

from contracts.event import REGISTRY
from contracts.identifiers import SiteKey
from services.chassis.files.columns import Column
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork
from services.partnerships.acquaintances.tables import acquaintances
from services.partnerships.cards.queries import read_company
from services.partnerships.companies.store.companies import Companies
from services.partnerships.contact_checks.commands import ask_contact_check
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.import_effects.commands.undo_import import undo_import
from services.partnerships.imports.commands.remember_headings import remember_headings
from tests.partnerships.world import BOURDELLE, ELSEWHERE, Bureau, row

PRIVATE = (
    *("contacts", "contact_words", "contact_checks", "interactions", "onboardings", "places"),
    *("imports", "import_rows", "import_effects", "import_files", "import_headings"),
)
SHARED = (
    *("companies", "company_words", "sites", "acquaintances", "departed_sites"),
    *("solicitations",),
)


async def counts(uow: UnitOfWork, tables: tuple[str, ...]) -> dict[str, int]:
    return {
        table: (await uow.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one()
        for table in tables
    }


@pytest.fixture
async def busy(bureau: Bureau) -> Bureau:
    """A bureau with a row in every table."""
    company_id = await bureau.registers()
    await bureau.logs(company_id, note="Confidence")
    await bureau.imports(row(2, "Bois Vert", contact="Anne Verdier"))
    await bureau.previews(row(2, "Scierie"))
    heading = Column(0, "Client", "client", field="name")
    await bureau.do(remember_headings, uai=bureau.uai, columns=[heading], now=bureau.now)
    undone = await bureau.imports(row(2, "Forge du Tescou"))
    await bureau.do(undo_import, import_id=undone, now=bureau.now)
    contact_id = await bureau.do(_reachable, company_id)
    await bureau.do(ask_contact_check, contact_id=contact_id, now=bureau.now)
    site_id = (await bureau.do(read_company, company_id)).company.sites[0].id
    await bureau.proposes_a_place(UUID(int=7), SiteKey.local(site_id))
    return bureau


async def _reachable(uow: UnitOfWork, company_id: UUID) -> UUID:
    company = await Companies(uow).get(company_id)
    details = ContactDetails(name="Paul Verdier", mail="p.verdier@quercy.example")
    return await add_contact(
        uow, company_id=company_id, site_id=company.sites[0].id, details=details
    )


async def test_another_lycee_sees_no_row_of_what_is_private(
    busy: Bureau, other_bureau: Bureau
) -> None:
    assert all((await busy.do(counts, PRIVATE)).values())
    assert not any((await other_bureau.do(counts, PRIVATE)).values())
    assert all((await other_bureau.do(counts, SHARED)).values())


async def test_nobody_in_particular_sees_nothing(busy: Bureau, units: UnitsOfWork) -> None:
    async with units.begin(Scope(frozenset())) as uow:
        assert not any((await counts(uow, PRIVATE + SHARED)).values())


async def test_an_acquaintance_is_written_for_ones_own_lycee_only(
    busy: Bureau, other_bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    known = await superuser.fetchrow("SELECT site_id, company_id FROM acquaintances LIMIT 1")
    assert known is not None

    async def forge(uow: UnitOfWork) -> None:
        forged = insert(acquaintances).values(
            uai=BOURDELLE, site_id=known["company_id"], company_id=known["company_id"]
        )
        await uow.execute(forged)

    with pytest.raises(ProgrammingError):
        await other_bureau.do(forge)
    assert other_bureau.uai == ELSEWHERE


async def test_no_event_says_who_was_spoken_to_or_what_was_written(
    busy: Bureau, superuser: asyncpg.Connection
) -> None:
    rows = await superuser.fetch("SELECT payload, headers ->> 'ce-type' AS type FROM journal")
    assert {row["type"] for row in rows} <= set(REGISTRY)
    traffic = " ".join(row["payload"] for row in rows)
    for secret in ("Verdier", "p.verdier", "Confidence", "rue des Forges"):
        assert secret not in traffic


SEARCHES = {
    "company_words_pkey": "SELECT company_id FROM company_words WHERE word >= 'garage' AND word < 'garagé'",
    "companies_by_name": (
        "SELECT company_id FROM companies WHERE (name_key, company_id) > ('entreprise 2',"
        " '00000000-0000-0000-0000-000000000000') ORDER BY name_key, company_id LIMIT 51"
    ),
    "companies_siren_key": "SELECT company_id FROM companies WHERE siren = '732829320'",
    "sites_by_place": "SELECT company_id FROM sites WHERE place_key = '82121'",
    "sites_site_key_key": "SELECT site_id FROM sites WHERE site_key = '73282932000074'",
    "contacts_of_a_company": (
        "SELECT name FROM contacts WHERE uai = '0820021C'"
        " AND company_id = '00000000-0000-0000-0000-000000000000'"
    ),
    "contact_checks_of_a_contact": (
        "SELECT asked_at FROM contact_checks WHERE uai = '0820021C'"
        " AND contact_id = '00000000-0000-0000-0000-000000000000'"
    ),
    "contact_checks_of_a_company": (
        "SELECT asked_at FROM contact_checks WHERE uai = '0820021C'"
        " AND company_id = '00000000-0000-0000-0000-000000000000'"
    ),
    "interactions_of_a_company": (
        "SELECT note FROM interactions WHERE uai = '0820021C'"
        " AND company_id = '00000000-0000-0000-0000-000000000000'"
    ),
}


@pytest.mark.parametrize("index", SEARCHES)
async def test_an_index_answers_under_row_security(
    bureau: Bureau, superuser: asyncpg.Connection, index: str
) -> None:
    await superuser.execute(
        "INSERT INTO companies SELECT gen_random_uuid(), 'Entreprise ' || n, 'entreprise ' || n,"
        " NULL, 'company', 'full', NULL, 1 FROM generate_series(1, 5000) n"
    )
    await superuser.execute(
        "INSERT INTO company_words SELECT 'entreprise' || row_number() OVER (), company_id"
        " FROM companies"
    )
    await superuser.execute(
        "INSERT INTO sites (site_id, company_id, rank, site_key)"
        " SELECT company_id, company_id, 0, 'local:' || company_id FROM companies"
    )
    for table, values in (
        (
            "contacts",
            "gen_random_uuid(), company_id, company_id, 'N', 'n', NULL, NULL, NULL, 1, false",
        ),
        (
            "contact_checks",
            "gen_random_uuid(), c.company_id, c.company_id, contact_id, NULL, now()",
        ),
        (
            "interactions",
            "gen_random_uuid(), company_id, company_id, 'call', 'pfmp', 'none', now(), NULL, NULL",
        ),
    ):
        known = (
            "companies c"
            if table != "contact_checks"
            else "companies c JOIN contacts USING (company_id)"
        )
        await superuser.execute(f"INSERT INTO {table} SELECT '0820021C', {values} FROM {known}")
    await superuser.execute("ANALYZE")

    async def explained(uow: UnitOfWork) -> str:
        plan = await uow.execute(text(f"EXPLAIN {SEARCHES[index]}"))
        return "\n".join(plan.scalars())

    assert index in await bureau.do(explained)
