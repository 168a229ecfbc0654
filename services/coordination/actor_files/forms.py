"""Forms of a list of actors: its file, then its rows as the preview carries them."""

from collections.abc import Collection
from typing import Annotated
from urllib.parse import urlencode

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError
from starlette.datastructures import UploadFile

from services.chassis.base.errors import Invalid
from services.chassis.web.routes.route_spec import BODY_MAX
from services.chassis.web.views.forms import TEXT_MAX, FormModel, several
from services.coordination.actor_files.model import (
    CELL_CHARACTERS_MAX,
    HEADINGS,
    ListRow,
    ListTooLarge,
)

PACKED_BYTES_MAX = BODY_MAX - 4_096
"""What a preview may send back, beside its other fields."""
_Cell = Annotated[str, Field(max_length=CELL_CHARACTERS_MAX)]
_CHUNK = TypeAdapter(list[tuple[int, dict[str, _Cell]]])
AGAIN = "Choisissez de nouveau votre fichier."


class ActorListForm(FormModel):
    """A list of actors to preview."""

    file: UploadFile = Field(title="Fichier")


class ActorRowsForm(FormModel):
    """The rows of a list that was previewed."""

    rows: Annotated[list[str], BeforeValidator(several)] = Field(default=[], title="Lignes")

    def list_rows(self, headings: Collection[str] = HEADINGS) -> list[ListRow]:
        """The rows, as the preview packed them, under these headings. Raises Invalid."""
        try:
            chunks = [_CHUNK.validate_json(one) for one in self.rows]
        except ValidationError:
            raise Invalid(AGAIN) from None
        return [
            ListRow(line, {field: text for field, text in cells.items() if field in headings})
            for chunk in chunks
            for line, cells in chunk
        ]


def pack(rows: list[ListRow]) -> list[str]:
    """Rows as the hidden fields of the preview. Raises ListTooLarge: a preview that could not be confirmed."""
    packed: list[str] = []
    chunk: list[tuple[int, dict[str, str]]] = []
    for row in rows:
        longer = [*chunk, (row.line, dict(row.cells))]
        if chunk and len(_text(longer)) > TEXT_MAX:
            packed.append(_text(chunk))
            longer = longer[-1:]
        chunk = longer
    packed += [_text(chunk)] if chunk else []
    if any(len(one) > TEXT_MAX for one in packed):
        raise ListTooLarge(field="file")
    if len(urlencode([("rows", one) for one in packed])) > PACKED_BYTES_MAX:
        raise ListTooLarge(field="file")
    return packed


def _text(chunk: list[tuple[int, dict[str, str]]]) -> str:
    return _CHUNK.dump_json(chunk).decode()
