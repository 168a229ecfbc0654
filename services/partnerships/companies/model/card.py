"""A company's card at one moment (image de la fiche), as merges and imports keep it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from contracts.identifiers import CommuneCode, Naf, Siren, Siret
from contracts.partnerships.companies import Diffusion, LegalForm
from services.partnerships.companies.model.company import Company, CompanyDetails, Site, SiteDetails


@dataclass(frozen=True)
class Card:
    """A company's card at one moment (image de la fiche)."""

    details: CompanyDetails
    sites: tuple[Site, ...]

    @classmethod
    def of(cls, company: Company) -> "Card":
        """The card as it is now."""
        return cls(company.details, tuple(company.sites))

    def site(self, site_id: UUID) -> SiteDetails | None:
        """What it says of a site, if the company had it then."""
        return next((site.details for site in self.sites if site.id == site_id), None)

    def to_json(self) -> dict[str, Any]:
        """The card as it is kept."""
        sites = [{"id": str(site.id), "details": {**vars(site.details)}} for site in self.sites]
        return {"details": {**vars(self.details)}, "sites": sites}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Card":
        """The reverse of `to_json`."""
        return cls(
            _company_details(kept["details"]),
            tuple(Site(UUID(one["id"]), _site_details(one["details"])) for one in kept["sites"]),
        )


def _company_details(kept: Mapping[str, Any]) -> CompanyDetails:
    return CompanyDetails(
        name=kept["name"],
        siren=_typed(Siren, kept["siren"]),
        legal_form=LegalForm(kept["legal_form"]),
        diffusion=Diffusion(kept["diffusion"]),
        naf=_typed(Naf, kept["naf"]),
    )


def _site_details(kept: Mapping[str, Any]) -> SiteDetails:
    return SiteDetails(
        **{
            **kept,
            "siret": _typed(Siret, kept["siret"]),
            "commune": _typed(CommuneCode, kept["commune"]),
            "naf": _typed(Naf, kept["naf"]),
        }
    )


LABELS: Mapping[str, str] = {
    "siren": "SIREN",
    "legal_form": "forme juridique",
    "diffusion": "diffusion",
    "naf": "code NAF",
    "siret": "SIRET",
    "name": "nom de l’établissement",
    "address": "adresse",
    "postcode": "code postal",
    "commune": "commune",
    "locality": "autre commune",
    "phone": "téléphone",
    "mail": "mail",
}


V = TypeVar("V")


def _typed(kind: Callable[[str], V], text: str | None) -> V | None:
    return kind(text) if text else None
