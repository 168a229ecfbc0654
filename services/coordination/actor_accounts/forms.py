"""Forms of the accounts of an actor."""

from uuid import UUID

from pydantic import AwareDatetime, Field

from services.chassis.web.views.forms import FormModel


class AccountForm(FormModel):
    """Which account it is about."""

    account_id: UUID = Field(title="Compte")


class EndedAccessForm(AccountForm):
    """Which access is ended; `opened_at`: when the portal opened it, where it was opened a moment ago."""

    opened_at: AwareDatetime | None = None
