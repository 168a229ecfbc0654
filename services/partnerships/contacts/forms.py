"""What is sent about a contact."""

from dataclasses import replace
from uuid import UUID

from pydantic import Field

from contracts.identifiers import Uai
from services.chassis.web.views.forms import FormModel
from services.partnerships.base.forms import Line, Mail, Person, Phone, Version
from services.partnerships.contacts.model import ContactDetails


class ContactFields(FormModel):
    """What is asked of a contact."""

    name: Person = Field(title="Nom")
    function: Line | None = Field(default=None, title="Fonction")
    mail: Mail | None = Field(default=None, title="Mail")
    phone: Phone | None = Field(default=None, title="Téléphone")

    def details(self) -> ContactDetails:
        """What is known of the contact."""
        return ContactDetails(self.name, self.function, self.mail, self.phone)


class CheckedContactForm(ContactFields):
    """What a contact says of itself."""

    version: Version


class OwnContactFields(ContactFields):
    """What a bureau notes of a contact."""

    gets_mail: bool = Field(default=False, title="Passerelle lui écrit")

    def details(self) -> ContactDetails:
        """What is known of the contact, and whether it is the one to write to."""
        return replace(super().details(), gets_mail=self.gets_mail)


class NewContactForm(OwnContactFields):
    """A contact at a site."""

    uai: Uai | None = None
    site_id: UUID


class ContactForm(OwnContactFields):
    """A contact to correct."""

    version: Version
