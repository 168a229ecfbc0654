"""What is typed about a sheet the DSDEN is asked for."""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from services.chassis.web.views.forms import FormModel, several
from services.supervision.indicators.model import BY_CODE
from services.supervision.sheets.model import (
    HEADING_CHARACTERS_MAX,
    LINES_MAX,
    NAME_CHARACTERS_MAX,
    SheetContent,
    SheetLine,
)


def _known(code: str) -> str:
    if code and code not in BY_CODE:
        raise ValueError("Choisissez un indicateur de la liste.")
    return code


Code = Annotated[str, AfterValidator(_known)]
Heading = Annotated[
    str,
    StringConstraints(max_length=HEADING_CHARACTERS_MAX),
    AfterValidator(lambda text: " ".join(text.split())),
]


class SheetForm(FormModel):
    """A sheet: the indicator of each line and what the line is called, in the same order."""

    version: int | None = None
    name: str = Field(min_length=1, max_length=NAME_CHARACTERS_MAX, title="Nom du tableau")
    indicators: Annotated[list[Code], BeforeValidator(several)] = Field(
        default=[], max_length=LINES_MAX, title="Indicateurs"
    )
    headings: Annotated[list[Heading], BeforeValidator(several)] = Field(
        default=[], max_length=LINES_MAX, title="Intitulés"
    )

    def content(self) -> SheetContent:
        """What the sheet says; a line without an indicator is none."""
        headings = [*self.headings, *([""] * LINES_MAX)]
        lines = (
            SheetLine(code, heading)
            for code, heading in zip(self.indicators, headings, strict=False)
            if code
        )
        return SheetContent(self.name, tuple(lines))


def typed_sheet(content: SheetContent) -> dict[str, Any]:
    """A sheet as its form shows it."""
    return {
        "name": content.name,
        "indicators": [one.indicator for one in content.lines],
        "headings": [one.heading for one in content.lines],
    }
