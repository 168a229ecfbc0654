"""What is sent to have somebody erased."""

from uuid import UUID

from pydantic import Field

from services.chassis.web.answers.confirmations import Sure
from services.chassis.web.views.forms import FormModel
from services.partnerships.base.forms import Version


class TraderErasureForm(FormModel):
    """A sole trader to erase, and a second yes."""

    version: Version
    sure: Sure = False


class ErasureForm(FormModel):
    """Somebody to erase; `notes` are the exchanges whose text goes too, `sure` a second yes."""

    notes: list[UUID] = Field(default_factory=list, max_length=200)
    sure: Sure = False
