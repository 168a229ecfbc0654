"""Agreements as files, each made in a process of its own: a text of the lycée, filled.

One file where the copies may follow one another, a ZIP of one file each where they may not.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.chassis.documents.apart import answer_made, make_apart
from services.chassis.documents.joint_document import joined
from services.chassis.documents.merge_fields import filled
from services.chassis.documents.package import BODY, packed, parts_of, text_parts
from services.internships.agreement_models.model.agreement_fields import (
    BLANK,
    AgreementField,
    known_field,
)
from services.internships.agreement_models.model.agreement_model import DOCX

ZIP = "application/zip"


@dataclass(frozen=True)
class Copy:
    """One agreement to write: what each field says, and the name of its file in a ZIP."""

    name: str
    values: Mapping[AgreementField, str | None]

    def told(self) -> dict[str, Any]:
        """For the process that writes it."""
        return {"name": self.name, "values": {one.name: text for one, text in self.values.items()}}


@dataclass(frozen=True)
class Paper:
    """A file to save."""

    content: bytes
    media_type: str
    ending: str


async def write_texts(texts: Sequence[tuple[bytes, Sequence[Copy]]]) -> Paper:
    """The copies of each text: one file, or a ZIP. Raises DocumentNotMade."""
    asked = [
        {"size": len(text), "copies": [one.told() for one in copies]} for text, copies in texts
    ]
    made = await make_apart(__name__, asked, b"".join(text for text, _ in texts))
    if made[:1] == b"z":
        return Paper(made[1:], ZIP, ".zip")
    return Paper(made[1:], DOCX, ".docx")


def _make(asked: Sequence[Mapping[str, Any]], content: bytes) -> bytes:
    """The file, after one letter that says which kind it is."""
    files: list[tuple[str, bytes]] = []
    at = 0
    for text in asked:
        files += _written(content[at : at + text["size"]], text["copies"], alone=len(asked) == 1)
        at += text["size"]
    if len(files) == 1:
        return b"w" + files[0][1]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as whole:
        for name, file in _told_apart(files):
            whole.writestr(zipfile.ZipInfo(name), file)
    return b"z" + archive.getvalue()


def _written(
    content: bytes, copies: Sequence[Mapping[str, Any]], *, alone: bool
) -> list[tuple[str, bytes]]:
    """The files of one text: a single one where that is safe."""
    parts = parts_of(content)
    if alone:
        bodies = [filled(parts[BODY], _saying(copy["values"])) for copy in copies]
        if (body := joined(parts, bodies)) is not None:
            last = _saying(copies[-1]["values"])
            rest = {name: filled(parts[name], last) for name in text_parts(parts) if name != BODY}
            return [("", packed({**parts, **rest, BODY: body}))]
    files = []
    for copy in copies:
        texts = {name: filled(parts[name], _saying(copy["values"])) for name in text_parts(parts)}
        files.append((copy["name"], packed({**parts, **texts})))
    return files


def _saying(values: Mapping[str, str | None]) -> Any:
    def say(typed: str) -> str:
        field = known_field(typed)
        return (values.get(field.name) if field else None) or BLANK

    return say


def _told_apart(files: Sequence[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Two of one name are two files."""
    seen: dict[str, int] = {}
    named = []
    for name, file in files:
        seen[name] = seen.get(name, 0) + 1
        again = f" ({seen[name]})" if seen[name] > 1 else ""
        named.append((f"{name}{again}.docx", file))
    return named


if __name__ == "__main__":
    answer_made(_make)
