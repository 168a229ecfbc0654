"""Texts kept for others as they came: judged in a process of its own, before they are kept."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.chassis.documents.merge_fields import refuse_computed
from services.chassis.documents.open_document import refuse_dangerous_odt
from services.chassis.documents.package import parts_of
from services.chassis.documents.refusals import DAMAGED, DocumentFileRefused
from services.chassis.files.reader_process import answer_apart, read_apart
from services.chassis.files.tables import UNREADABLE, ImportFileRefused


async def refuse_dangerous_text(content: bytes, ends: str) -> None:
    """Refuse a DOCX or an ODT in which something runs, computes or is fetched from elsewhere.

    `ends`: « docx » or « odt ». Raises DocumentFileRefused, with what to do, in French.
    """
    try:
        await read_apart(__name__, content, {"ends": ends})
    except ImportFileRefused as refused:
        why = DAMAGED if refused.detail == UNREADABLE else refused.detail
        raise DocumentFileRefused(why, field="file") from refused


def _pieces(content: bytes, options: Mapping[str, Any]) -> Iterator[str]:
    try:
        if options["ends"] == "odt":
            refuse_dangerous_odt(content)
        else:
            refuse_computed(parts_of(content, len(content)))
    except DocumentFileRefused as refused:
        raise ImportFileRefused(refused.detail, field="file") from refused
    yield from ()


if __name__ == "__main__":
    answer_apart(_pieces)
