"""What a list makes beside a card is registered by its feature: what forgot to would be left by an undone import."""

from dataclasses import replace
from datetime import timedelta

import asyncpg
from sqlalchemy.dialects.postgresql import JSONB

import services.partnerships.service as _service
from contracts.partnerships.companies import InteractionKind
from services.partnerships.companies.store.import_traces import IMPORT_TRACES
from services.partnerships.companies.tables.references import REFERENCES
from services.partnerships.import_effects.commands.undo_import import undo_import
from services.partnerships.import_rows.model.remarks import Besides, PastExchange
from services.partnerships.imports.tables import import_effects
from tests.partnerships.world import NOW, TODAY, Bureau, row

OF_THE_CARD = frozenset({"companies", "company_words", "sites", "acquaintances"})
OF_THE_IMPORT = frozenset({"import_rows", "import_effects"})
TAKEN_AWAY = frozenset({"departed_sites"})


async def filled(superuser: asyncpg.Connection) -> frozenset[str]:
    """The tables about companies that have rows."""
    found = [
        one.table.name
        for one in REFERENCES.to_companies()
        if await superuser.fetchval(f'SELECT EXISTS (SELECT FROM "{one.table.name}")')
    ]
    return frozenset(found)


def test_every_column_of_an_effect_that_keeps_ids_is_of_a_registered_kind() -> None:
    assert _service.SERVICE.metadata is import_effects.metadata
    kept = {one.name for one in import_effects.c if isinstance(one.type, JSONB)}

    columns = {one.kind.column for one in IMPORT_TRACES.all}

    assert kept - {"before", "after", "outcome", "followed"} == columns


async def test_what_a_list_writes_beside_cards_is_registered_and_taken_back(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    met = PastExchange(
        InteractionKind.CALL, TODAY - timedelta(days=3), "Rappeler en mars.", "Appel"
    )
    besides = Besides(notes=("Accès par la cour.",), exchanges=(met,))
    told = replace(row(2, "Bois Vert", contact="Anne Verdier"), besides=besides)
    before = await filled(superuser)
    import_id = await bureau.imports(told)

    written = await filled(superuser) - before - OF_THE_CARD - OF_THE_IMPORT
    assert written == {one.table.name for one in IMPORT_TRACES.all}

    await bureau.do(undo_import, import_id=import_id, now=NOW)
    assert await filled(superuser) - before == OF_THE_IMPORT | TAKEN_AWAY
