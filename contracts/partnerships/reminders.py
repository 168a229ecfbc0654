"""Reminders of the partnership registry: something waits for its bureau, from a day on."""

from datetime import date
from enum import StrEnum
from typing import Annotated, NewType
from uuid import UUID

from pydantic import Field

from contracts.event import Event
from contracts.identifiers import ContactId

RegistryReminderId = NewType("RegistryReminderId", UUID)
RemindedId = NewType("RemindedId", UUID)
"""The declaration, the action, the mail to many companies, the month or the import a bureau is reminded of."""


class RegistryReminderKind(StrEnum):
    """What a bureau is reminded of (rappel); the thing itself is asked of the registry."""

    DEROGATION_EXPIRING = "derogation_expiring"
    DEROGATION_EXPIRED = "derogation_expired"
    ACTION_UNREPORTED = "action_unreported"
    MAILING_UNDELIVERED = "mailing_undelivered"
    COMPANIES_DORMANT = "companies_dormant"
    IMPORT_HALTED = "import_halted"
    IMPORT_DONE = "import_done"


class RegistryReminderAskedV1(Event, audience="bureau", aggregate="reminder_id"):
    """A bureau is to be reminded of something of its own that waits for it (rappel du registre).

    Whatever its head opens to the department. `days` are those left until its day, or, below zero,
    since then; a mail, a month and an import have none.
    """

    reminder_id: RegistryReminderId
    kind: RegistryReminderKind
    about: RemindedId
    days: Annotated[int, Field(ge=-400, le=400)]
    occurred_on: date


class ContactUnreachedV1(Event, audience="bureau", aggregate="contact_id"):
    """A mail to a contact did not arrive, and its bureau is to look at the address (adresse en échec).

    Which address it is, and why nothing arrives there, is asked of the registry.
    """

    contact_id: ContactId
    occurred_on: date
