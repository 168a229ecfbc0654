"""The form of a previewed class list."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.identifiers import SchoolYear, Uai
from services.chassis.web.views.forms import Day, FormModel
from services.internships.base.form_pieces import Several


class RosterForm(FormModel):
    """A previewed roster: chunks of rows, `<class key>:<formation>` and `<line>:<decision>`.

    `bad`, `unsure` (`<line>:<reason>`) and `told` are shown again; `renaming` pairs of class keys, new then old;
    `leaving`, `returning` `<pupil>:<version>`; `correcting` pupils; `asked` the lines to check; `unseen`: each hidden one;
    `aside`: `<column>:<cells>:<heading>` of what is left aside, `read` how many cells are not.
    """

    uai: Uai | None = None
    school_year: SchoolYear
    rows: list[str]
    bad: list[str] = Field(default_factory=list)
    unsure: list[str] = Field(default_factory=list)
    correcting: list[UUID] = Field(default_factory=list)
    following: Annotated[list[str], Several] = Field(default_factory=list)
    deciding: Annotated[list[str], Several] = Field(default_factory=list)
    renaming: Annotated[list[str], Several] = Field(default_factory=list)
    leaving: list[str] = Field(default_factory=list)
    returning: list[str] = Field(default_factory=list)
    asked: str = ""
    unseen: bool = False
    told: list[str] = Field(default_factory=list)
    aside: list[str] = Field(default_factory=list)
    read: int = 0
    on: Day | None = Field(default=None, title="Compte à partir du")
