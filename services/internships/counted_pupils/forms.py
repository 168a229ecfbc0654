"""The form of whom a finished period counts."""

from pydantic import Field

from services.chassis.web.views.forms import FormModel


class CountedPupilsForm(FormModel):
    """Pupils a finished period counts otherwise: `<formation>:<pupil>`."""

    adding: list[str] = Field(default_factory=list)
    removing: list[str] = Field(default_factory=list)
