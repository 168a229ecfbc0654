"""Actors a bureau met: an import that is taken back leaves them where they are."""

from uuid import UUID, uuid4

import pytest

from services.coordination.actor_files.commands import import_actors, undo_import
from services.coordination.actor_files.model import ListRow
from services.coordination.actor_files.store import ActorsMet
from tests.coordination.world import NOW, Somebody


async def hears(
    bureau: Somebody, exchange: UUID, actor: UUID, version: int, *, withdrawn: bool
) -> None:
    await bureau.do(
        lambda uow: ActorsMet(uow).keep(exchange, actor, version=version, withdrawn=withdrawn)
    )


@pytest.mark.parametrize(
    ("heard", "stays"),
    [([(1, False)], True), ([(1, False), (2, True)], False), ([(2, True), (1, False)], False)],
)
async def test_an_import_that_is_taken_back_leaves_an_actor_a_bureau_met(
    bureau: Somebody, supervisor: Somebody, heard: list[tuple[int, bool]], stays: bool
) -> None:
    row = ListRow(2, {"name": "Greta de la Lomagne", "kind": "greta"})
    imported = await supervisor.do(import_actors, rows=[row], now=NOW)
    [actor], exchange = imported.added, uuid4()
    for version, withdrawn in heard:
        await hears(bureau, exchange, actor, version, withdrawn=withdrawn)
    back, kept = await supervisor.do(undo_import, import_id=imported.id, now=NOW)
    assert (back, kept) == ((0, 1) if stays else (1, 0))
