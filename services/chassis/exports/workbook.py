"""A list as XLSX, written in a process of its own: writing one holds a processor for long.

The process is told lines of JSON: the sheet, then one list of rows each. It keeps one row in memory
and answers with the bytes of the workbook once there are no more.
"""

import asyncio
import json
import resource
import sys
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from services.chassis.base.errors import DocumentNotMade
from services.chassis.base.turns import Turns
from services.chassis.exports.sheet import Cell, Row, Sheet, harmless
from services.chassis.security.sandbox import start_apart

MAKING_SECONDS_MAX = 60
MEMORY_BYTES_MAX = 500_000_000
PIECE_BYTES = 64 * 1024
DAY = "jour"

_making = Turns(2)


async def workbook(
    sheet: Sheet, pieces: AsyncIterator[Sequence[Row]]
) -> AsyncGenerator[bytes, None]:
    """The file, piece by piece; the first one comes once it is whole. Raises DocumentNotMade."""
    async with AsyncExitStack() as stack:
        # Whoever waits for a turn has no process yet: a crowd would take the memory of a crowd.
        async with _making.taken():
            process = await stack.enter_async_context(_process())
            first = await _first_piece(process, sheet, pieces)
        yield first
        _, told = _pipes(process)
        while piece := await told.read(PIECE_BYTES):
            yield piece


@asynccontextmanager
async def _process() -> AsyncIterator[asyncio.subprocess.Process]:
    process = await start_apart(__name__)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _first_piece(
    process: asyncio.subprocess.Process, sheet: Sheet, pieces: AsyncIterator[Sequence[Row]]
) -> bytes:
    telling, told = _pipes(process)
    try:
        async with asyncio.timeout(MAKING_SECONDS_MAX):
            telling.write(_told(asdict(sheet)))
            async for piece in pieces:
                telling.write(_told(piece))
                await telling.drain()
            telling.close()
            first = await told.read(PIECE_BYTES)
    except (TimeoutError, ConnectionError):
        raise DocumentNotMade from None
    if not first:
        raise DocumentNotMade
    return first


def _pipes(
    process: asyncio.subprocess.Process,
) -> tuple[asyncio.StreamWriter, asyncio.StreamReader]:
    if process.stdin is None or process.stdout is None:
        raise TypeError("the process was started with both pipes")
    return process.stdin, process.stdout


def _told(what: object) -> bytes:
    return json.dumps(what, default=_plain).encode() + b"\n"


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return {DAY: value.isoformat()[:10]}
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value))


def write(lines: Iterable[str], into: str) -> None:
    """Write what the lines tell into a file; runs in the process of its own."""
    told = iter(lines)
    sheet = json.loads(next(told))
    options = {"constant_memory": True, "default_date_format": "dd/mm/yyyy"}
    with xlsxwriter.Workbook(into, options) as book:
        page = book.add_worksheet(sheet["name"][:31].capitalize())
        if made_on := sheet["made_on"]:
            book.set_properties({"created": datetime.fromisoformat(made_on[DAY])})
        row = _write_top(book, page, sheet)
        text = book.add_format({"num_format": "@"})
        for piece in told:
            for cells in json.loads(piece):
                for column, value in enumerate(cells):
                    _write_cell(page, row, column, value, text)
                row += 1
        if sheet["columns"]:
            page.autofilter(len(sheet["about"]), 0, max(row - 1, 0), len(sheet["columns"]) - 1)


def _write_top(book: Any, page: Any, sheet: dict[str, Any]) -> int:
    """What is above the lines; says which row comes next."""
    about, bold = sheet["about"], book.add_format({"bold": True, "bottom": 1})
    text = book.add_format({"num_format": "@"})
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    # « & » begins a code in what is printed on each page.
    page.set_header("&L" + about[0].replace("&", "&&")[:250] if about else "")
    page.set_footer("&RPage &P sur &N")
    page.repeat_rows(len(about))
    page.freeze_panes(len(about) + 1, 1)
    for column, one in enumerate(sheet["columns"]):
        page.set_column(column, column, one["width"])
    for row, line in enumerate(about):
        page.write_string(row, 0, harmless(line), text)
    for column, one in enumerate(sheet["columns"]):
        page.write_string(len(about), column, harmless(one["title"]), bold)
    return len(about) + 1


def _write_cell(page: Any, row: int, column: int, value: Cell | dict[str, str], text: Any) -> None:
    if isinstance(value, dict):
        page.write_datetime(row, column, date.fromisoformat(value[DAY]))
    elif isinstance(value, str):
        # A string is no formula here, but becomes one when somebody saves the list as CSV.
        page.write_string(row, column, harmless(value), text)
    elif value is not None:
        page.write_number(row, column, value)


if __name__ == "__main__":
    # The services that ask for a workbook have no use for it.
    import xlsxwriter

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as made:
        write(sys.stdin, made.name)
        while content := made.read(PIECE_BYTES):
            sys.stdout.buffer.write(content)
