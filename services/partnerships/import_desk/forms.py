"""What is sent about a list that is being looked at: corrections, answers, another sheet."""

from pydantic import Field
from starlette.datastructures import UploadFile

from contracts.identifiers import Uai
from services.chassis.web.views.forms import FormModel
from services.partnerships.import_rows.model.answers import Answer, Doubt
from services.partnerships.imports.store.corrections import LINE_MAX


class ImportLineForm(FormModel):
    """The cells of one line, as they should have been; an empty one is empty."""

    uai: Uai | None = None
    mark: str = ""
    name: str
    siret: str = ""
    siren: str = ""
    naf: str = ""
    address: str = ""
    address_more: str = ""
    postcode: str = ""
    commune: str = ""
    commune_code: str = ""
    country: str = ""
    legal_form: str = ""
    diffusion: str = ""
    contact: str = ""
    first_name: str = ""
    civility: str = ""
    function: str = ""
    mail: str = ""
    phone: str = ""
    mobile: str = ""


class AnswerForm(FormModel):
    """An answer about one line, or about all those that are asked the same."""

    uai: Uai | None = None
    mark: str = ""
    line: int | None = Field(default=None, ge=1, le=LINE_MAX)
    question: Doubt = Doubt.NUMBER
    """What is asked about the lines, when none is named."""
    answer: Answer


class ColumnsForm(FormModel):
    """What each column of a list is: `<index>:<field>`, without a field for those left aside."""

    uai: Uai | None = None
    columns: list[str]
    headings: list[str] = Field(default_factory=list)
    """`<index>:<heading>` of each: what is said of them outlives the file."""
    remember: bool = False


class SheetForm(FormModel):
    """The sheet of a workbook to read instead."""

    uai: Uai | None = None
    sheet: str


class HeadingLineForm(FormModel):
    """The row of a sheet that holds the headings."""

    uai: Uai | None = None
    line: int = Field(ge=1, le=LINE_MAX)


class ImportForm(FormModel):
    """A list to look at before it is imported."""

    uai: Uai | None = None
    file: UploadFile


class HeadingForm(FormModel):
    """A heading whose meaning is to be forgotten."""

    uai: Uai
    key: str
