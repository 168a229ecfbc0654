"""What pages and programs send, read once for both, and what it means."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from annotated_types import Ge
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from starlette.datastructures import UploadFile

from contracts.identifiers import Naf, Siren, Siret, Uai
from contracts.partnerships.companies import (
    Diffusion,
    InteractionKind,
    InteractionOutcome,
    InteractionPurpose,
    LegalForm,
)
from services.chassis.reference.nomenclatures.towns import Town, understand
from services.chassis.web.answers.confirmations import Sure
from services.chassis.web.views.forms import Day, FormModel, several
from services.partnerships.domain.company import (
    ADDRESS_CHARACTERS_MAX,
    NAME_CHARACTERS_MAX,
    CompanyDetails,
    SiteDetails,
)
from services.partnerships.domain.contact import PERSON_CHARACTERS_MAX, ContactDetails
from services.partnerships.domain.import_row import MAIL_CHARACTERS_MAX, is_mail
from services.partnerships.domain.interaction import NOTE_CHARACTERS_MAX, Exchange
from services.partnerships.domain.refusal import Refusal
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
Person = Annotated[str, StringConstraints(max_length=PERSON_CHARACTERS_MAX), AfterValidator(_name)]
Line = Annotated[str, StringConstraints(max_length=NAME_CHARACTERS_MAX), AfterValidator(_one_line)]
Address = Annotated[
    str, StringConstraints(max_length=ADDRESS_CHARACTERS_MAX), AfterValidator(_one_line)
]
Mail = Annotated[str, StringConstraints(max_length=MAIL_CHARACTERS_MAX), AfterValidator(_mail)]
Note = Annotated[str, StringConstraints(max_length=NOTE_CHARACTERS_MAX)]
Phone = Annotated[str, StringConstraints(max_length=40), AfterValidator(phone_number)]
Postcode = Annotated[str, AfterValidator(_postcode)]
Version = Annotated[int, Ge(1)]


class PlacedFields(FormModel):
    """Where something is, as people type it."""

    address: Address | None = Field(default=None, title="Adresse")
    postcode: Postcode | None = Field(default=None, title="Code postal")
    town: Line | None = Field(default=None, title="Commune")

    @field_validator("town")
    @classmethod
    def _told_apart(cls, town: str | None, form: ValidationInfo) -> str | None:
        """It is told which commune is meant, or what to write."""
        if town:
            understand(town, form.data.get("postcode"))
        return town

    def where(self) -> Town:
        """The commune that is meant."""
        return understand(self.town, self.postcode) if self.town else Town()


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


class NewCompanyForm(PlacedFields, CompanyFields):
    """A company and its main site; `distinct` says that a namesake is another company."""

    siret: Siret | None = Field(default=None, title="SIRET")
    site_name: Line | None = Field(default=None, title="Nom de l’établissement")
    phone: Phone | None = Field(default=None, title="Téléphone")
    mail: Mail | None = Field(default=None, title="Mail")
    distinct: bool = False

    def main(self) -> SiteDetails:
        """What is known of the main site."""
        return _site(self, name=self.site_name, naf=None)


class CompanyForm(CompanyFields):
    """A company's card to correct."""

    version: Version


class SiteFields(PlacedFields):
    """What is asked of a site."""

    uai: Uai | None = None
    siret: Siret | None = Field(default=None, title="SIRET")
    name: Line | None = Field(default=None, title="Nom")
    naf: Naf | None = Field(default=None, title="Code NAF")
    phone: Phone | None = Field(default=None, title="Téléphone")
    mail: Mail | None = Field(default=None, title="Mail")

    def details(self) -> SiteDetails:
        """What is known of the site."""
        return _site(self, name=self.name, naf=self.naf)


class SiteForm(SiteFields):
    """A site to correct; the version is the company's."""

    version: Version


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


class ExchangeFields(FormModel):
    """What is asked of an exchange that took place."""

    site_id: UUID | None = None
    kind: InteractionKind
    purpose: InteractionPurpose
    outcome: InteractionOutcome = Field(title="Suite")
    refusal: Refusal | None = Field(default=None, title="Raison du refus")
    occurred_on: Day
    next_step_on: Day | None = None
    contact_id: UUID | None = Field(default=None, title="Avec qui")
    note: Note | None = None

    def exchange(self) -> Exchange:
        """What took place."""
        return Exchange(**self.model_dump(include=set(Exchange.__dataclass_fields__)))


class InteractionForm(ExchangeFields):
    """An exchange that took place, for each of these lycées."""

    uai: Annotated[list[Uai], BeforeValidator(several)] = Field(default=[], title="Lycées")
    despite_courtesy: bool = Field(default=False, title="Malgré le délai de courtoisie")


class CompanyNoteForm(FormModel):
    """A note of a lycée on a company, of no exchange and of no day."""

    uai: Uai | None = None
    text: Note = Field(title="Note", min_length=1)


class CorrectedNoteForm(FormModel):
    """A note to correct."""

    version: Version
    text: Note = Field(title="Note", min_length=1)


class LyceeForm(FormModel):
    """An action that needs nothing but the lycée it is for."""

    uai: Uai | None = None


class ImportForm(FormModel):
    """A list to look at before it is imported."""

    uai: Uai | None = None
    file: UploadFile


class HeadingForm(FormModel):
    """A heading whose meaning is to be forgotten."""

    uai: Uai
    key: str


def _site(form: NewCompanyForm | SiteFields, *, name: str | None, naf: Naf | None) -> SiteDetails:
    where = form.where()
    return SiteDetails(
        siret=form.siret,
        name=name,
        address=form.address,
        postcode=form.postcode or where.postcode,
        commune=where.commune,
        locality=where.locality,
        naf=naf,
        phone=form.phone,
        mail=form.mail,
    )


class TraderErasureForm(FormModel):
    """A sole trader to erase, and a second yes."""

    version: Version
    sure: Sure = False


class ErasureForm(FormModel):
    """Somebody to erase; `notes` are the exchanges whose text goes too, `sure` a second yes."""

    notes: list[UUID] = Field(default_factory=list, max_length=200)
    sure: Sure = False
