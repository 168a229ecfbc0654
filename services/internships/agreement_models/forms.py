"""The form of a text of the agreement."""

from uuid import UUID

from pydantic import Field
from starlette.datastructures import UploadFile

from contracts.identifiers import Uai
from services.chassis.web.views.forms import Day, FormModel


class AgreementModelForm(FormModel):
    """A text of the agreement, for one formation or for all."""

    uai: Uai | None = None
    formation_id: UUID | None = Field(default=None, title="Formation")
    voted_on: Day = Field(title="Vote du conseil d’administration")
    file: UploadFile = Field(title="Document Word")
