"""Files kept beside what a bureau follows: what they may be, told by their first bytes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.chassis.base.errors import Conflict, Invalid

BYTES_MAX = 5_000_000
DOCUMENTS_MAX = 20
NAME_CHARACTERS_MAX = 120


class DocumentKind(StrEnum):
    """What a document is; its value ends its name."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"
    ODT = "odt"
    DOCX = "docx"


class DocumentRefused(Invalid):
    """Not a document that is kept."""

    code = "document-refused"
    title = "Choisissez un PDF, une image (JPEG, PNG) ou un texte (ODT, DOCX)."


class DocumentTooLarge(Invalid):
    """A file larger than a scanned agreement needs."""

    code = "document-too-large"
    title = "Ce fichier dépasse 5\u00a0Mo\u202f: numérisez-le en noir et blanc, ou en PDF."


class TooManyDocuments(Conflict):
    """A folder of a few papers, not a store of files."""

    code = "too-many-documents"
    title = f"Il y a déjà {DOCUMENTS_MAX} documents\u202f: retirez-en un d’abord."


@dataclass(frozen=True)
class Document:
    """One file, without its bytes."""

    id: UUID
    name: str
    kind: DocumentKind
    size: int
    added_at: datetime


_SIGNS = (
    (b"%PDF-", "pdf", DocumentKind.PDF),
    (b"\xff\xd8\xff", "jpg", DocumentKind.JPEG),
    (b"\xff\xd8\xff", "jpeg", DocumentKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", "png", DocumentKind.PNG),
    (b"PK\x03\x04", "odt", DocumentKind.ODT),
    (b"PK\x03\x04", "docx", DocumentKind.DOCX),
)


def kind_of(name: str, content: bytes) -> DocumentKind:
    """What the file is. Raises DocumentRefused, DocumentTooLarge."""
    if len(content) > BYTES_MAX:
        raise DocumentTooLarge(field="file")
    ending = name.rpartition(".")[2].lower()
    for sign, expected, kind in _SIGNS:
        if ending == expected and content.startswith(sign):
            return kind
    raise DocumentRefused(field="file")


def kept_name(name: str) -> str:
    """The name without its folders, its end and what breaks a header or a page."""
    bare = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    printable = "".join(c if c.isprintable() and c not in '"<>' else " " for c in bare)
    return " ".join(printable.split())[:NAME_CHARACTERS_MAX] or "document"
