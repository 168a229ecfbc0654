"""What is sent about a company and its sites."""

from pydantic import Field

from contracts.identifiers import Naf, Siren, Siret, Uai
from contracts.partnerships.companies import Diffusion, LegalForm
from services.chassis.web.views.forms import FormModel
from services.partnerships.base.forms import Line, Mail, Name, Phone, PlacedFields, Version
from services.partnerships.companies.model.company import CompanyDetails, SiteDetails


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
