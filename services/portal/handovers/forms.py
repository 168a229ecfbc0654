"""Form of a hand-over."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.identifiers import Uai
from services.chassis.web.views.forms import Day
from services.portal.accesses.forms import PersonForm


class HandoverForm(PersonForm):
    """Who leaves, who comes, from when."""

    leaver: Annotated[UUID, Field(title="Personne qui part")]
    on: Annotated[Day, Field(title="À partir du")]
    uai: Annotated[Uai | None, Field(title="Lycée")] = None
