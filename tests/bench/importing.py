"""A list of 10,000 companies imported beside a running `up`, and bare COPY of what it came to."""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import asyncpg

from contracts.identifiers import Uai
from deploy.imports.companies import CompaniesList
from deploy.imports.lists import Watch
from deploy.operations.where import settings_for
from services.chassis.reference.nomenclatures import communes
from tests.bench.report import Figure
from tests.bench.world import open_lycee_of_bench, superuser
from tests.partnerships.world import with_key
from tests.support.processes import passerelle
from tests.support.servers import own_folder

ROWS = 10_000
SECONDS_MAX = 20.0
TIMES_COPY_MAX = 20.0
ROUNDS = 3
LYCEE = Uai("0820021C")
HEADINGS = "Raison sociale;SIRET;Adresse;Code postal;Commune;Téléphone;Contact;Courriel"
WRITTEN = """
SELECT relname FROM pg_class JOIN pg_namespace AS spaces ON spaces.oid = relnamespace
WHERE nspname = 'public' AND relkind = 'r' AND relname <> 'alembic_version' ORDER BY relname
"""


async def importing() -> list[Figure]:
    """From a file that was read to its last line, judged, recorded, every event journalled."""
    looked, recorded, ratios = [], [], []
    with own_folder("bench", on_disk=True) as folder:
        for number in range(ROUNDS):
            data = folder / str(number)
            async with passerelle("up", "--data", str(data), anew=True) as up:
                await up.address()
                measured = await _measured(data)
            looked.append(measured.look)
            recorded.append(measured.record)
            ratios.append(measured.record / measured.floor)
    remark = f"{ROWS} lines, beside up, median of {ROUNDS}"
    spread = " ".join(f"{seconds:.1f}" for seconds in recorded)
    return [
        Figure("import, preview", statistics.median(looked), SECONDS_MAX / 2, "s", remark),
        Figure(
            "import, judged, recorded, journalled",
            statistics.median(recorded),
            SECONDS_MAX,
            "s",
            spread,
        ),
        Figure("import ÷ COPY of its rows", statistics.median(ratios), TIMES_COPY_MAX, "", remark),
    ]


@dataclass(frozen=True)
class _Measured:
    look: float
    record: float
    floor: float


async def _measured(data: Path) -> _Measured:
    settings = settings_for(data)
    await open_lycee_of_bench(settings, LYCEE)
    wanted = CompaniesList(settings, write_list(data), LYCEE, None)
    began = time.perf_counter()
    await wanted.look()
    looked = time.perf_counter()
    recorded = await wanted.record(Watch(lambda _said: None))
    ended = time.perf_counter()
    assert f"Créées\u202f: {ROWS // 1000}\u202f000" in recorded.told, recorded.told
    connection = await superuser(settings, "partnerships")
    try:
        floor = await _copy(connection)
    finally:
        await connection.close()
    return _Measured(looked - began, ended - looked, floor)


def write_list(folder: Path) -> Path:
    """A list of that many invented companies."""
    file = folder / "liste.csv"
    file.write_text("\n".join([HEADINGS, *map(_line, range(ROWS))]), encoding="utf-8")
    return file


async def _copy(connection: asyncpg.Connection) -> float:
    """Seconds of PostgreSQL alone: the same rows into tables with the same indexes."""
    tables: Sequence[str] = [row["relname"] for row in await connection.fetch(WRITTEN)]
    contents: dict[str, bytes] = {}
    await connection.execute("CREATE SCHEMA floor")
    for table in tables:
        await connection.execute(f'CREATE TABLE floor."{table}" (LIKE "{table}" INCLUDING ALL)')
        rows = BytesIO()
        await connection.copy_from_table(table, output=rows, format="binary")
        contents[table] = rows.getvalue()
    began = time.perf_counter()
    async with connection.transaction():
        for table, content in contents.items():
            await connection.copy_to_table(
                table, schema_name="floor", source=BytesIO(content), format="binary"
            )
    return time.perf_counter() - began


def _line(number: int) -> str:
    siret = with_key(f"{with_key(f'9{number:07d}')}0001")
    commune = list(communes().values())[number % len(communes())]
    phone = f"05 36 49 {number // 100 % 100:02d} {number % 100:02d}"
    return (
        f"Atelier du Bench {number};{siret};{number % 90 + 1} rue du Moulin;82000;{commune};{phone};"
        f"Camille Banc{number};contact{number}@banc.example"
    )
