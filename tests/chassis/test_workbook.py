"""A workbook is written in a process of its own; a crowd takes turns."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from services.chassis.exports import workbook as written
from services.chassis.exports.sheet import Column, Row, Sheet
from tests.support.processes import own_running

CROWD = 10


async def test_a_crowd_that_takes_lists_away_is_served_a_few_at_a_time() -> None:
    at_once = []

    async def lines() -> AsyncIterator[Sequence[Row]]:
        at_once.append(own_running(written.__name__))
        yield [("Menuiserie Tescou", "Moissac")]

    async def one() -> bytes:
        sheet = Sheet("entreprises", [Column("Nom"), Column("Commune")])
        return b"".join([piece async for piece in written.workbook(sheet, lines())])

    files = await asyncio.gather(*(one() for _ in range(CROWD)))

    assert [file[:2] for file in files] == [b"PK"] * CROWD
    # Two are written while two, written, are still being sent.
    assert max(at_once) <= 4
