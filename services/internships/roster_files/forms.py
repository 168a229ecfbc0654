"""Forms of the file of a class list, and of what its columns are."""

from starlette.datastructures import UploadFile

from contracts.identifiers import SchoolYear, Uai
from services.chassis.web.views.forms import FormModel


class RosterFileForm(FormModel):
    """A roster to preview."""

    uai: Uai | None = None
    school_year: SchoolYear
    file: UploadFile
    check: bool = False
    """Show what the columns are taken for first."""


class RosterColumnsForm(FormModel):
    """What the columns of a carried roster are: `<index>:<field>`."""

    uai: Uai | None = None
    school_year: SchoolYear
    carried: list[str]
    columns: list[str]
    remember: bool = False


class HeadingForm(FormModel):
    """A heading whose meaning is to be forgotten."""

    uai: Uai
    key: str
