"""A list as text: for Excel in UTF-8 with its mark and semicolons; decimal commas, days as 24/11/2026."""

import csv
import io
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence

from services.chassis.exports.sheet import EXCEL, Cell, Row, Sheet, TextStyle, csv_cell


async def csv_text(
    sheet: Sheet, pieces: AsyncIterator[Sequence[Row]], style: TextStyle = EXCEL
) -> AsyncGenerator[bytes, None]:
    """The file, piece by piece."""
    titles = [column.title for column in sheet.columns]
    top = _lines([*([line] for line in sheet.about), titles], style)
    yield top.encode(style.encoding, "replace")
    # The mark is said once.
    encoding = style.encoding.removesuffix("-sig")
    async for piece in pieces:
        yield _lines(piece, style).encode(encoding, "replace")


def _lines(rows: Iterable[Sequence[Cell]], style: TextStyle) -> str:
    content = io.StringIO()
    writer = csv.writer(content, delimiter=style.separator, lineterminator="\r\n")
    writer.writerows([csv_cell(value, style) for value in row] for row in rows)
    return content.getvalue()
