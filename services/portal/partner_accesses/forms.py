"""Forms of accesses of partners: who one is for is asked of the directory, no address is typed."""

from uuid import UUID

from pydantic import Field

from services.chassis.web.views.forms import FormModel


class PartnerAccessForm(FormModel):
    """For which person of the directory, on whose page it was asked."""

    person_id: UUID = Field(title="Personne")
    actor_id: UUID = Field(title="Acteur")


class ReopenedAccessForm(PartnerAccessForm):
    """Which access that was taken back is given again."""

    account_id: UUID = Field(title="Compte")
