"""Bodies of commands of the JSON API, and the answer to what makes something."""

from uuid import UUID

from pydantic import BaseModel

from services.chassis.web.views.forms import FormModel


class Command(FormModel):
    """Every command has an id made by its sender: sent twice, it is done once."""

    command_id: UUID


class Created(BaseModel):
    """The id of what was made."""

    id: UUID
