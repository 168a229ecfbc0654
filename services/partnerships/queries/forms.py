"""What pages and programs send, read once for both, and what it means."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from annotated_types import Ge
from pydantic import AfterValidator, Field, StringConstraints
from starlette.datastructures import UploadFile

from contracts.identifiers import CommuneCode, Naf, Siren, Siret, Uai
from contracts.partnerships import (
    Diffusion,
    InteractionKind,
    InteractionOutcome,
    InteractionPurpose,
    LegalForm,
)
from services.chassis.web.forms import Day, FormModel
from services.partnerships.domain.company import (
    ADDRESS_CHARACTERS_MAX,
    NAME_CHARACTERS_MAX,
    CompanyDetails,
    SiteDetails,
)
from services.partnerships.domain.contact import ContactDetails
from services.partnerships.domain.import_row import MAIL_CHARACTERS_MAX, is_mail
from services.partnerships.domain.interaction import NOTE_CHARACTERS_MAX, Exchange
from services.partnerships.domain.text import plain
from services.partnerships.storage.phones import phone_number

MAIL_ADVICE = "Écrivez une adresse mail complète, par exemple accueil@atelier.example."
NAME_ADVICE = "Écrivez un nom, avec au moins une lettre ou un chiffre."


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _name(text: str) -> str:
    if not plain(text):
        raise ValueError(NAME_ADVICE)
    return _one_line(text)


def _mail(text: str) -> str:
    if not is_mail(text):
        raise ValueError(MAIL_ADVICE)
    return text


def _postcode(text: str) -> str:
    digits = "".join(text.split())
    if not (len(digits) == 5 and digits.isdigit() and digits.isascii()):
        raise ValueError("Un code postal compte 5 chiffres.")
    return digits


Name = Annotated[str, StringConstraints(max_length=NAME_CHARACTERS_MAX), AfterValidator(_name)]
Line = Annotated[str, StringConstraints(max_length=NAME_CHARACTERS_MAX), AfterValidator(_one_line)]
Address = Annotated[
    str, StringConstraints(max_length=ADDRESS_CHARACTERS_MAX), AfterValidator(_one_line)
]
Mail = Annotated[str, StringConstraints(max_length=MAIL_CHARACTERS_MAX), AfterValidator(_mail)]
Note = Annotated[str, StringConstraints(max_length=NOTE_CHARACTERS_MAX)]
Phone = Annotated[str, StringConstraints(max_length=40), AfterValidator(phone_number)]
Postcode = Annotated[str, AfterValidator(_postcode)]
Version = Annotated[int, Ge(1)]


class CompanyFields(FormModel):
    """What is asked of a company."""

    uai: Uai | None = None
    name: Name = Field(title="Nom")
    siren: Siren | None = Field(default=None, title="SIREN")
    legal_form: LegalForm = Field(default=LegalForm.UNKNOWN, title="Forme juridique")
    diffusion: Diffusion = Field(default=Diffusion.UNKNOWN, title="Diffusion")
    naf: Naf | None = Field(default=None, title="Code NAF")

    def details(self) -> CompanyDetails:
        """What is known of the company."""
        return CompanyDetails(
            name=self.name,
            siren=self.siren,
            legal_form=self.legal_form,
            diffusion=self.diffusion,
            naf=self.naf,
        )


class NewCompanyForm(CompanyFields):
    """A company and its main site; `distinct` says that a namesake is another company."""

    siret: Siret | None = Field(default=None, title="SIRET")
    site_name: Line | None = Field(default=None, title="Nom de l’établissement")
    address: Address | None = Field(default=None, title="Adresse")
    postcode: Postcode | None = Field(default=None, title="Code postal")
    commune: CommuneCode | None = Field(default=None, title="Commune")
    locality: Line | None = Field(default=None, title="Autre commune")
    phone: Phone | None = Field(default=None, title="Téléphone")
    distinct: bool = False

    def main(self) -> SiteDetails:
        """What is known of the main site."""
        return _site(self, name=self.site_name, naf=None)


class CompanyForm(CompanyFields):
    """A company's card to correct."""

    version: Version


class SiteFields(FormModel):
    """What is asked of a site."""

    uai: Uai | None = None
    siret: Siret | None = Field(default=None, title="SIRET")
    name: Line | None = Field(default=None, title="Nom")
    address: Address | None = Field(default=None, title="Adresse")
    postcode: Postcode | None = Field(default=None, title="Code postal")
    commune: CommuneCode | None = Field(default=None, title="Commune")
    locality: Line | None = Field(default=None, title="Autre commune")
    naf: Naf | None = Field(default=None, title="Code NAF")
    phone: Phone | None = Field(default=None, title="Téléphone")

    def details(self) -> SiteDetails:
        """What is known of the site."""
        return _site(self, name=self.name, naf=self.naf)


class SiteForm(SiteFields):
    """A site to correct; the version is the company's."""

    version: Version


class ContactFields(FormModel):
    """What is asked of a contact."""

    name: Name = Field(title="Nom")
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


class InteractionForm(FormModel):
    """An exchange that took place."""

    uai: Uai | None = None
    site_id: UUID | None = None
    kind: InteractionKind
    purpose: InteractionPurpose
    outcome: InteractionOutcome
    occurred_on: Day
    next_step_on: Day | None = None
    note: Note | None = None

    def exchange(self) -> Exchange:
        """What took place."""
        return Exchange(**self.model_dump(include=set(Exchange.__dataclass_fields__)))


class LyceeForm(FormModel):
    """An action that needs nothing but the lycée it is for."""

    uai: Uai | None = None


class ImportForm(FormModel):
    """A list to look at before it is imported."""

    uai: Uai | None = None
    file: UploadFile


def _site(form: NewCompanyForm | SiteFields, *, name: str | None, naf: Naf | None) -> SiteDetails:
    commune, locality = form.commune, None
    if form.locality:
        # Typed beside the list: a code when it is one, what people call the place otherwise.
        try:
            commune = CommuneCode(form.locality)
        except ValueError:
            commune, locality = None, form.locality
    return SiteDetails(
        siret=form.siret,
        name=name,
        address=form.address,
        postcode=form.postcode,
        commune=commune,
        locality=locality,
        naf=naf,
        phone=form.phone,
    )
