"""A company (entreprise) and its sites (établissements), shared by all bureaux."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any
from uuid import UUID

from contracts.identifiers import (
    CommuneCode,
    CompanyId,
    Naf,
    PublicText,
    Siren,
    Siret,
    SiteId,
    SiteKey,
)
from contracts.partnerships.companies import Diffusion, LegalForm, SiteFact
from services.chassis.base.errors import Conflict, Invalid, NotFound, StaleVersion
from services.partnerships.base.search_words import phone_word
from services.partnerships.base.text import name_key, place_key, plain

ERASED_NAME = "Entreprise individuelle effacée"


class CompanyAlreadyKnown(Conflict):
    """The registry has this company already: its card is used instead of a second one."""

    code = "company-already-known"
    title = "Cette entreprise est déjà au registre."

    def __init__(self, detail: str | None = None, *, known: Sequence["Company"] = ()) -> None:
        super().__init__(detail)
        self.known = known

    @property
    def told(self) -> Mapping[str, object]:
        """The cards that may be this one."""
        return {
            "candidates": [
                {
                    "company_id": one.id,
                    "name": one.details.name,
                    "siren": one.details.siren,
                    "commune": one.sites[0].details.commune,
                }
                for one in self.known
            ]
        }


class CompanyLooksAlike(CompanyAlreadyKnown):
    """The registry has a card with nearly this name, in that commune if one is said: is it another one?"""

    code = "company-looks-alike"
    title = "Cette entreprise ressemble à une fiche du registre\u202f: ouvrez-la, ou dites que c’en est une autre."


class SiteAlreadyKnown(Conflict):
    """Two sites cannot have the same SIRET."""

    code = "site-already-known"
    title = "Un établissement avec ce SIRET est déjà au registre."


class CompanyIsNoPerson(Conflict):
    """A legal person has no personal data to erase; its contacts are erased one by one."""

    code = "company-is-no-person"
    title = (
        "Cette fiche est celle d’une personne morale\u202f: effacez ses contacts, ou corrigez sa forme"
        " juridique si c’est une entreprise individuelle."
    )


class SiteUnknown(NotFound):
    """No company was registered with this site so far."""

    code = "site-unknown"
    title = "Établissement inconnu"


class SiretOfAnotherCompany(Invalid):
    """A SIRET starts with the SIREN of its company."""

    code = "siret-of-another-company"
    title = "Ce SIRET n’appartient pas à cette entreprise\u202f: il doit commencer par son SIREN."


@dataclass(frozen=True)
class SiteDetails:
    """What is known of a site. `locality` is a commune whose code is not known, as it was typed."""

    siret: Siret | None = None
    name: str | None = None
    address: str | None = None
    postcode: str | None = None
    commune: CommuneCode | None = None
    locality: str | None = None
    naf: Naf | None = None
    phone: str | None = None
    mail: str | None = None
    """Of the place itself, as its phone is: an address that is somebody's is a contact's."""

    @property
    def place(self) -> str | None:
        """Where it is, as compared with other sites."""
        return self.commune or (place_key(self.locality) if self.locality else None)


@dataclass(frozen=True)
class CompanyDetails:
    """What is known of a company. Unknown legal form or diffusion means: not to be named."""

    name: str
    siren: Siren | None = None
    legal_form: LegalForm = LegalForm.UNKNOWN
    diffusion: Diffusion = Diffusion.UNKNOWN
    naf: Naf | None = None


@dataclass(frozen=True)
class Site:
    """One site of a company; the first one is its main site."""

    id: UUID
    details: SiteDetails

    @property
    def key(self) -> SiteKey:
        """What designates it in every lycée."""
        siret = self.details.siret
        return SiteKey(siret) if siret else SiteKey.local(self.id)

    def fact(self) -> SiteFact:
        """What the bus tells of it."""
        return SiteFact(
            site_id=SiteId(self.id),
            site_key=self.key,
            commune=self.details.commune,
            naf=self.details.naf,
        )


@dataclass(eq=False)
class Company:
    """A company's card: the version counts changes to the company and to its sites."""

    id: UUID
    details: CompanyDetails
    sites: list[Site] = field(default_factory=list)
    version: int = 1

    @classmethod
    def register(
        cls, company_id: UUID, site_id: UUID, details: CompanyDetails, main: SiteDetails
    ) -> "Company":
        """A new company and its main site. Raises SiretOfAnotherCompany."""
        siren = details.siren or (main.siret.siren if main.siret else None)
        company = cls(company_id, replace(details, siren=siren), [Site(site_id, main)])
        company.check_sirets()
        return company

    def correct(self, details: CompanyDetails) -> None:
        """Change the card. Raises SiretOfAnotherCompany."""
        self.details = details
        self.check_sirets(field="siren")
        self.version += 1

    @property
    def may_be_a_person(self) -> bool:
        """Whether its name may be somebody's (entreprise individuelle)."""
        return not self.details.legal_form.is_legal_person

    def has_number(self, siren: Siren | None, siret: Siret | None) -> bool:
        """Whether this SIREN or this SIRET is its own."""
        known = {self.details.siren, *(site.details.siret for site in self.sites)} - {None}
        return bool(known & {siren, siret})

    def may_have(self, siren: Siren | None) -> bool:
        """Whether a card with this SIREN, or none, may be the same company's."""
        return siren is None or self.details.siren in (None, siren)

    def erase(self) -> None:
        """Leave what counts: activities and communes. Raises CompanyIsNoPerson."""
        if not self.may_be_a_person:
            raise CompanyIsNoPerson
        self.details = CompanyDetails(
            ERASED_NAME, legal_form=LegalForm.SOLE_TRADER, naf=self.details.naf
        )
        self.sites = [
            Site(one.id, SiteDetails(commune=one.details.commune, naf=one.details.naf))
            for one in self.sites
        ]
        self.version += 1

    def add_site(self, site_id: UUID, details: SiteDetails) -> Site:
        """Add a site. Raises SiretOfAnotherCompany."""
        site = Site(site_id, details)
        self.sites.append(site)
        self._learn_siren(details)
        self.check_sirets()
        self.version += 1
        return site

    def correct_site(self, site_id: UUID, details: SiteDetails) -> None:
        """Change a site. Raises NotFound, SiretOfAnotherCompany."""
        self.site(site_id)
        self.sites = [Site(s.id, details) if s.id == site_id else s for s in self.sites]
        self._learn_siren(details)
        self.check_sirets()
        self.version += 1

    def site(self, site_id: UUID) -> Site:
        """Raises NotFound."""
        found = next((site for site in self.sites if site.id == site_id), None)
        if found is None:
            raise NotFound
        return found

    def expect(self, version: int, shown: Mapping[str, Any]) -> None:
        """Raises StaleVersion, with what the form would show now, unless `version` is current."""
        if version != self.version:
            raise StaleVersion(
                "Quelqu’un a modifié cette fiche pendant votre saisie. Rien n’est perdu\u202f: "
                "comparez, puis enregistrez de nouveau.",
                current={**shown, "version": self.version},
            )

    @property
    def search_words(self) -> frozenset[str]:
        """The words it can be found by; communes' names are added by who knows them."""
        phones = (phone_word(site.details.phone) for site in self.sites)
        numbers = [self.details.siren, *(site.details.siret for site in self.sites), *phones]
        names = [self.details.name]
        for site in self.sites:
            names += [site.details.name or "", site.details.locality or ""]
        words = {word for name in names for word in plain(name).split()}
        return frozenset(words | {number for number in numbers if number})

    @property
    def name_key(self) -> str:
        """What two spellings of its name have in common."""
        return name_key(self.details.name)

    def facts(self, on: date) -> dict[str, Any]:
        """The fields of CompanyRegistered and CompanyCorrected."""
        public = (
            self.details.legal_form.is_legal_person and self.details.diffusion is Diffusion.FULL
        )
        return {
            "company_id": CompanyId(self.id),
            "siren": self.details.siren,
            "naf": self.details.naf,
            "legal_form": self.details.legal_form,
            "diffusion": self.details.diffusion,
            "public_name": PublicText(self.details.name) if public else None,
            "sites": tuple(site.fact() for site in self.sites),
            "occurred_on": on,
        }

    def check_sirets(self, field: str = "siret") -> None:
        """Raises SiretOfAnotherCompany unless every site is its own."""
        for site in self.sites:
            siret = site.details.siret
            if siret and siret.siren != self.details.siren:
                raise SiretOfAnotherCompany(field=field)

    def _learn_siren(self, details: SiteDetails) -> None:
        if self.details.siren is None and details.siret:
            self.details = replace(self.details, siren=details.siret.siren)


def completed(known: Any, offered: Any) -> Any:
    """`known` with the values it lacks taken from `offered`; what is known is never overwritten."""
    lacking = {
        f.name: value
        for f in fields(known)
        if getattr(known, f.name) in (None, LegalForm.UNKNOWN, Diffusion.UNKNOWN)
        and (value := getattr(offered, f.name)) is not None
    }
    return replace(known, **lacking)
