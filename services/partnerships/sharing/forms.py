"""What is sent about sharing a contact, and about a person who objects."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from services.chassis.web.views.forms import Day, FormModel


def _told(informed: bool) -> bool:
    if not informed:
        raise ValueError("Cochez cette case une fois la personne informée.")
    return informed


class SharingForm(FormModel):
    """When the person was told that the network will see them."""

    informed: Annotated[bool, AfterValidator(_told)] = Field(
        default=False, validate_default=True, title="La personne a été informée"
    )
    informed_on: Day = Field(title="Informée le")


class NothingForm(FormModel):
    """An action that needs nothing but the contact it is about."""


class LiftingForm(FormModel):
    """An objection to lift."""

    objection: UUID
