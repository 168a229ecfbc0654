"""A search for words that many companies have, at 10,000 companies and at 205,000."""

from collections.abc import Sequence
from contextlib import AsyncExitStack

import asyncpg
import httpx2
import psutil

from services.chassis.base.settings import Settings
from tests.bench.costs import Cost, cost
from tests.bench.registry import LYCEE, READ, bench_postgres, serving_registry
from tests.bench.report import Figure
from tests.bench.world import superuser
from tests.support.pages import Visitor
from tests.support.servers import own_folder

SIZES = (10_000, 205_000)
WORDS = {"a common word": "boulangerie", "two common words": "électricien montauban"}
_COMPANIES = """
    INSERT INTO companies
    SELECT gen_random_uuid(), trade || ' ' || n, lower(trade) || ' ' || n, NULL,
        'company', 'full', naf, 1
    FROM generate_series($1::integer, $2::integer) n
    JOIN (VALUES (0, 'Boulangerie', '10.71C'), (1, 'Courants', '43.21A'), (2, 'Menuiserie', '43.32A'),
        (3, 'Garage', '45.20A'), (4, 'Table', '56.10A'), (5, 'Ateliers', '25.11Z')
    ) trades (nth, trade, naf) ON nth = n % 6
"""
_SITES = """
    INSERT INTO sites (site_id, company_id, rank, site_key, postcode, commune, place_key)
    SELECT gen_random_uuid(), company_id, 0, company_id, postcode, code, place
    FROM (SELECT company_id, split_part(name, ' ', 2)::integer AS n FROM companies) c
    JOIN (VALUES (0, '82000', '82121', 'montauban'), (1, '82200', '82112', 'moissac'),
        (2, '82100', '82033', 'castelsarrasin'), (3, '82300', '82037', 'caussade')
    ) towns (nth, postcode, code, place) ON nth = n / 6 % 4 WHERE n >= $1
"""
_WORDS = """
    INSERT INTO company_words SELECT DISTINCT word, c.company_id
    FROM companies c JOIN sites s USING (company_id), LATERAL unnest(
        string_to_array(c.name_key, ' ') || ARRAY[s.postcode, s.place_key,
        'naf ' || lower(replace(c.naf, '.', ''))]
    ) word WHERE split_part(c.name, ' ', 2)::integer >= $1
"""
_OWN = """
    INSERT INTO acquaintances (uai, site_id, company_id, last_on)
    SELECT $1, site_id, company_id, current_date - (rank() OVER (ORDER BY site_id) % 500)::integer
    FROM sites LEFT JOIN acquaintances a USING (site_id, company_id) WHERE a.uai IS NULL
    ORDER BY site_id LIMIT 1000
"""


async def searching() -> list[Figure]:
    """Processor time of the page of what is found, and of the list, of web and PostgreSQL together."""
    figures: list[Figure] = []
    with own_folder("bench", on_disk=True) as folder:
        async with AsyncExitStack() as stack:
            postgres = await stack.enter_async_context(bench_postgres(folder))
            served = await stack.enter_async_context(serving_registry(postgres, folder))
            known = 0
            for size in SIZES:
                await _grow(served.settings, known, size)
                known = size
                for told, words in WORDS.items():
                    figures += await _measured(served.bureau, served.roots, told, words, size)
    return figures


async def _measured(
    bureau: Visitor, roots: Sequence[psutil.Process], told: str, words: str, size: int
) -> list[Figure]:
    found = await _cost_of(bureau, roots, words)
    listed = await _cost_of_list(bureau, roots, words)
    return [
        Figure(f"CPU of a search, {told}", found.cpu, 10, "ms", f"posted, then read, of {size}"),
        Figure(f"CPU of the list, {told}", listed.cpu, 15, "ms", f"of {size}"),
    ]


async def _cost_of_list(bureau: Visitor, roots: Sequence[psutil.Process], words: str) -> Cost:
    async def read(_: int) -> httpx2.Response:
        return await bureau.client.get("/entreprises", params={"filtre": "toutes", "q": words})

    return await cost(read, READ, roots)


async def _cost_of(bureau: Visitor, roots: Sequence[psutil.Process], words: str) -> Cost:
    session = bureau.client.headers["cookie"]

    async def find(_: int) -> httpx2.Response:
        posted = await bureau.client.post("/recherche", data={"q": words})
        kept = posted.headers["set-cookie"].partition(";")[0]
        found = await bureau.client.get("/recherche", headers={"Cookie": f"{session}; {kept}"})
        assert 'aria-labelledby="trouve-' in found.text, found.text
        return found

    return await cost(find, READ, roots)


async def _grow(settings: Settings, known: int, size: int) -> None:
    """As an import writes them, by PostgreSQL alone."""
    connection: asyncpg.Connection = await superuser(settings, "partnerships")
    await connection.execute(_COMPANIES, known + 1, size)
    for statement in (_SITES, _WORDS):
        await connection.execute(statement, known + 1)
    await connection.execute(_OWN, LYCEE)
    await connection.execute("VACUUM ANALYZE companies, sites, company_words, acquaintances")
    await connection.close()
