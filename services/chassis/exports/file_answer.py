"""Answering with a list as a file, read and sent piece by piece.

Each piece is read in a short transaction of its own: whoever receives slowly holds no connection.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Collection, Sequence
from contextlib import AbstractAsyncContextManager, aclosing
from datetime import date
from pathlib import PurePosixPath

from fastapi import Request
from starlette.responses import Response, StreamingResponse

from contracts.identifiers import Uai
from services.chassis.exports.csv_text import csv_text
from services.chassis.exports.sheet import DEMONSTRATION, Column, Row, Sheet, TextStyle
from services.chassis.exports.workbook import workbook
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.query_route import begin, identity_of, runtime_of
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.views.french import PARIS, date_short, time_fr

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    ".csv": (csv_text, "text/csv; charset=utf-8"),
    ".xlsx": (workbook, WORKBOOK),
}
"""By how the address ends: a route is declared once for each."""
CHARSETS = {"utf-8-sig": "utf-8", "utf-8": "utf-8", "cp1252": "windows-1252"}


def begin_piece(request: Request) -> AbstractAsyncContextManager[UnitOfWork]:
    """A unit of work to read a piece in, within what the person who asks may see and chose to."""
    return begin(request, context_of(request).shown, patient=True)


def about(request: Request, title: str, *filters: str, of: Uai | None = None) -> tuple[str, ...]:
    """What is said above a list: that it is invented, whose it is, when it was made, which part.

    `of`: the one lycée it is about; without it, those the reader chose to see.
    """
    now = runtime_of(request).work.now()
    whose = _whose(request, {of} if of else context_of(request).shown.uais)
    first = f"{title}, {whose}, {date_short(now)} à {time_fr(now)}"
    return (*warning(request), first, *(line for line in filters if line))


async def answer_export(
    request: Request,
    name: str,
    columns: Sequence[Column],
    pieces: AsyncIterator[Sequence[Row]],
    *,
    about: Sequence[str] = (),
    made_on: date | None = None,
) -> Response:
    """The list in the format the address ends with; `made_on`: of that day, and the same whenever asked.

    What goes wrong with its first piece (with the whole workbook) is answered as on any page.
    """
    kind = PurePosixPath(request.url.path).suffix
    write, media_type = FORMATS[kind]
    content = write(Sheet(name, columns, about, made_on), pieces)
    return await _file(f"{name}-{made_on or _today(request)}{kind}", media_type, content)


async def answer_as_asked(
    request: Request,
    name: str,
    columns: Sequence[Column],
    pieces: AsyncIterator[Sequence[Row]],
    *,
    style: TextStyle | None,
) -> Response:
    """The list for another program: headings first, as text in that style, or as a workbook (None)."""
    sheet, begins = Sheet(name, columns), f"{name}-{_today(request)}"
    if style is None:
        return await _file(f"{begins}.xlsx", WORKBOOK, workbook(sheet, pieces))
    media_type = f"text/csv; charset={CHARSETS[style.encoding]}"
    return await _file(f"{begins}.csv", media_type, csv_text(sheet, pieces, style))


async def _file(file: str, media_type: str, content: AsyncGenerator[bytes, None]) -> Response:
    first = await anext(content)
    return StreamingResponse(
        _all(first, content),
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{file}"'},
    )


async def _all(first: bytes, rest: AsyncGenerator[bytes, None]) -> AsyncIterator[bytes]:
    async with aclosing(rest):
        yield first
        async for piece in rest:
            yield piece


def _whose(request: Request, uais: Collection[Uai]) -> str:
    identity = identity_of(request)
    names = identity.lycees if identity else {}
    mine = [name for uai, name in names.items() if uai in uais]
    return ", ".join(mine) or f"département {runtime_of(request).settings.department}"


def warning(request: Request) -> tuple[str, ...]:
    """What is said above every list of a demonstration."""
    return (DEMONSTRATION,) if request.app.state.look.demonstration else ()


def _today(request: Request) -> date:
    return runtime_of(request).work.now().astimezone(PARIS).date()
