"""Reading a text of the agreement in a process of its own: what fields it has, or why it is refused."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.chassis.documents.merge_fields import fields_in
from services.chassis.documents.package import FILE_BYTES_MAX, parts_of
from services.chassis.documents.refusals import DAMAGED, EMPTY, TOO_BIG, DocumentFileRefused
from services.chassis.files.reader_process import answer_apart, read_apart
from services.chassis.files.tables import UNREADABLE, ImportFileRefused


async def read_fields(content: bytes) -> tuple[str, ...]:
    """The fields typed in a text. Raises DocumentFileRefused."""
    if not content or len(content) > FILE_BYTES_MAX:
        raise DocumentFileRefused(TOO_BIG if content else EMPTY, field="file")
    try:
        return tuple(await read_apart(__name__, content))
    except ImportFileRefused as refused:
        # What it says when a file takes too long speaks of lists.
        why = DAMAGED if refused.detail == UNREADABLE else refused.detail
        raise DocumentFileRefused(why, field="file") from refused


def _pieces(content: bytes, _: Mapping[str, Any]) -> Iterator[str]:
    try:
        yield from fields_in(parts_of(content))
    except DocumentFileRefused as refused:
        raise ImportFileRefused(refused.detail, field="file") from refused


if __name__ == "__main__":
    answer_apart(_pieces)
