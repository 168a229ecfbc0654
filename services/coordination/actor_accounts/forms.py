"""The form of the accounts of an actor."""

from uuid import UUID

from pydantic import Field

from services.chassis.web.views.forms import FormModel


class AccountForm(FormModel):
    """Which account it is about."""

    account_id: UUID = Field(title="Compte")
