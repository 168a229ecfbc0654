"""What is sent about the columns a lycée takes to another program."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from contracts.identifiers import Uai
from services.chassis.web.views.forms import FormModel, several
from services.partnerships.exports.model import (
    COLUMNS_MAX,
    HEADING_CHARACTERS_MAX,
    NAME_CHARACTERS_MAX,
    Encoding,
    ExportField,
    FileKind,
    MappedColumn,
    MappingContent,
    Separator,
)

Heading = Annotated[
    str,
    StringConstraints(max_length=HEADING_CHARACTERS_MAX),
    AfterValidator(lambda text: " ".join(text.split())),
]


class MappingForm(FormModel):
    """A mapping: what each column holds, and the heading above it, in the same order."""

    uai: Uai | None = None
    version: int | None = None
    name: str = Field(min_length=1, max_length=NAME_CHARACTERS_MAX, title="Nom du modèle")
    kind: FileKind = Field(default=FileKind.XLSX, title="Fichier")
    separator: Separator = Field(default=Separator.SEMICOLON, title="Séparateur")
    encoding: Encoding = Field(default=Encoding.UTF_8_SIG, title="Encodage")
    holds: Annotated[list[ExportField | Literal[""]], BeforeValidator(several)] = Field(
        default=[], max_length=COLUMNS_MAX, title="Colonnes"
    )
    headings: Annotated[list[Heading], BeforeValidator(several)] = Field(
        default=[], max_length=COLUMNS_MAX, title="Titres"
    )

    def content(self) -> MappingContent:
        """What the mapping says; a column that holds nothing chosen is none."""
        headings = [*self.headings, *([""] * COLUMNS_MAX)]
        return MappingContent(
            name=self.name,
            columns=tuple(
                MappedColumn(field, heading)
                for field, heading in zip(self.holds, headings, strict=False)
                if field
            ),
            kind=self.kind,
            separator=self.separator,
            encoding=self.encoding,
        )


def typed_mapping(content: MappingContent) -> dict[str, Any]:
    """A mapping as its form shows it."""
    return {
        "name": content.name,
        "kind": content.kind,
        "separator": content.separator,
        "encoding": content.encoding,
        "holds": [one.field for one in content.columns],
        "headings": [one.heading for one in content.columns],
    }
