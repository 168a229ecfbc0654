"""The form of an access of a partner: who it is for is asked of the directory, no address is typed."""

from uuid import UUID

from pydantic import Field

from services.chassis.web.views.forms import FormModel


class PartnerAccessForm(FormModel):
    """For which person of the directory, on whose page it was asked."""

    person_id: UUID = Field(title="Personne")
    actor_id: UUID = Field(title="Acteur")
