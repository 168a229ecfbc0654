"""Forms of a list of actors: its file, then its rows as the preview carries them."""

from typing import Annotated

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError
from starlette.datastructures import UploadFile

from services.chassis.base.errors import Invalid
from services.chassis.web.views.forms import FormModel, several
from services.coordination.actor_files.model import CELL_CHARACTERS_MAX, HEADINGS, ListRow

CHUNK_ROWS = 10
"""Rows in one hidden field: well under what the chassis keeps of a field."""
_Cell = Annotated[str, Field(max_length=CELL_CHARACTERS_MAX)]
_CHUNK = TypeAdapter(list[tuple[int, dict[str, _Cell]]])
AGAIN = "Choisissez de nouveau votre fichier."


class ActorListForm(FormModel):
    """A list of actors to preview."""

    file: UploadFile = Field(title="Fichier")


class ActorRowsForm(FormModel):
    """The rows of a list that was previewed."""

    rows: Annotated[list[str], BeforeValidator(several)] = Field(default=[], title="Lignes")

    def list_rows(self) -> list[ListRow]:
        """The rows, as the preview packed them. Raises Invalid."""
        try:
            chunks = [_CHUNK.validate_json(one) for one in self.rows]
        except ValidationError:
            raise Invalid(AGAIN) from None
        return [
            ListRow(line, {field: text for field, text in cells.items() if field in HEADINGS})
            for chunk in chunks
            for line, cells in chunk
        ]


def pack(rows: list[ListRow]) -> list[str]:
    """Rows as the hidden fields of the preview."""
    cells = [(row.line, dict(row.cells)) for row in rows]
    chunks = [cells[start : start + CHUNK_ROWS] for start in range(0, len(cells), CHUNK_ROWS)]
    return [_CHUNK.dump_json(chunk).decode() for chunk in chunks]
