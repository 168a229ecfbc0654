"""Events published by the partnership registry: companies, sites, exchanges."""

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import model_validator

from contracts.event import Event, Facts
from contracts.identifiers import (
    CommuneCode,
    CompanyId,
    ContactCheckId,
    ContactId,
    Count,
    ImportId,
    InteractionId,
    Naf,
    PlacementId,
    PublicText,
    Siren,
    SiteId,
    SiteKey,
)
from contracts.publication import FactFamily


class LegalForm(StrEnum):
    """What a company is before the law (forme juridique); only a legal person's name is public."""

    COMPANY = "company"
    ASSOCIATION = "association"
    PUBLIC = "public"
    SOLE_TRADER = "sole_trader"
    UNKNOWN = "unknown"

    @property
    def is_legal_person(self) -> bool:
        return self in {LegalForm.COMPANY, LegalForm.ASSOCIATION, LegalForm.PUBLIC}


class Diffusion(StrEnum):
    """Whether Sirene lets everyone read the company (statut de diffusion)."""

    FULL = "full"
    PARTIAL = "partial"
    UNKNOWN = "unknown"


class OnboardingReason(StrEnum):
    """What made a company known to a lycée (premier échange, premier accueil)."""

    EXCHANGE = "exchange"
    HOSTING = "hosting"


class InteractionKind(StrEnum):
    """How an exchange took place (appel, courriel, rendez-vous, visite)."""

    CALL = "call"
    MAIL = "mail"
    MEETING = "meeting"
    VISIT = "visit"


class InteractionPurpose(StrEnum):
    """What an exchange was about (motif)."""

    PROSPECTING = "prospecting"
    PFMP = "pfmp"
    APPRENTICESHIP = "apprenticeship"
    INTERVENTION = "intervention"
    TAX = "tax"
    OTHER = "other"


class InteractionOutcome(StrEnum):
    """What came of an exchange (suite donnée)."""

    INTERESTED = "interested"
    AGREED = "agreed"
    TO_CALL_BACK = "to_call_back"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    NONE = "none"


class ImportSource(StrEnum):
    """What a list was imported from (format du fichier)."""

    XLSX = "xlsx"
    CSV = "csv"


class SiteFact(Facts):
    """A company's site (établissement): where it is and what it does."""

    site_id: SiteId
    site_key: SiteKey
    commune: CommuneCode | None = None
    naf: Naf | None = None


class CompanyFacts(Facts):
    """The whole published state of a company; a name only if the law lets everyone read it."""

    company_id: CompanyId
    siren: Siren | None = None
    naf: Naf | None = None
    legal_form: LegalForm
    diffusion: Diffusion
    public_name: PublicText | None = None
    sites: tuple[SiteFact, ...] = ()
    occurred_on: date

    @model_validator(mode="after")
    def _name_is_public(self) -> Self:
        public = self.legal_form.is_legal_person and self.diffusion is Diffusion.FULL
        if self.public_name is not None and not public:
            raise ValueError("public_name is only for a fully diffusible legal person")
        return self


class CompanyRegisteredV1(
    CompanyFacts, Event, audience="department", aggregate="company_id", family=FactFamily.COMPANIES
):
    """A company entered the shared registry (entreprise enregistrée)."""


class CompanyCorrectedV1(
    CompanyFacts, Event, audience="department", aggregate="company_id", family=FactFamily.COMPANIES
):
    """A company's card changed (fiche corrigée): whole state, the version says which is newer."""


class CompanyOnboardedV1(
    Event,
    audience="department",
    aggregate="company_id",
    family=FactFamily.COMPANIES,
    reveals={"exchange": FactFamily.EXCHANGES, "hosting": FactFamily.HOSTING},
):
    """A lycée's first real exchange with a company, or first hosting (entreprise nouvellement connue).

    Told once per lycée and company.
    """

    company_id: CompanyId
    reason: OnboardingReason
    occurred_on: date


class InteractionLoggedV1(
    Event, audience="department", aggregate="interaction_id", family=FactFamily.EXCHANGES
):
    """An exchange with a company was logged (échange consigné). The note itself stays at home."""

    interaction_id: InteractionId
    company_id: CompanyId
    site_id: SiteId | None = None
    kind: InteractionKind
    purpose: InteractionPurpose
    outcome: InteractionOutcome
    next_step_on: date | None = None
    has_note: bool
    occurred_on: date


# Always published, for what was told while the family was open; hidden while it is closed.
class InteractionWithdrawnV1(
    Event, audience="department", aggregate="interaction_id", family=FactFamily.EXCHANGES
):
    """An exchange was noted by mistake and taken back (échange retiré)."""

    interaction_id: InteractionId
    company_id: CompanyId
    occurred_on: date


class ImportCompletedV1(
    Event, audience="department", aggregate="import_id", family=FactFamily.IMPORTS
):
    """A list of companies was imported (import terminé): how many rows did what."""

    import_id: ImportId
    source: ImportSource
    created: Count
    updated: Count
    rejected: Count
    occurred_on: date


class ImportUndoneV1(
    Event, audience="department", aggregate="import_id", family=FactFamily.IMPORTS
):
    """An imported list was taken back (import annulé): what became of the companies it was about.

    A card that left the registry is `removed`, one that is as it was before is `restored`. Where
    something stays, because somebody changed it or relied on it since, it counts as `kept` too.
    """

    import_id: ImportId
    source: ImportSource
    removed: Count
    restored: Count
    kept: Count
    occurred_on: date


class ContactCheckAskedV1(Event, audience="bureau", aggregate="contact_check_id"):
    """A host is asked to check how it can be reached (fiche à confirmer).

    The contact and the secret of the link are asked when the mail leaves.
    """

    contact_check_id: ContactCheckId
    site_key: SiteKey
    placement_id: PlacementId | None = None
    occurred_on: date


class ContactCheckedV1(Event, audience="bureau", aggregate="contact_check_id"):
    """A host confirmed how it can be reached (fiche confirmée), with or without corrections."""

    contact_check_id: ContactCheckId
    site_key: SiteKey
    corrected: bool
    occurred_on: date


class ContactErasedV1(Event, audience="bureau", aggregate="contact_id"):
    """A contact was erased (contact effacé): what mails to it said is forgotten too."""

    contact_id: ContactId
    checks: tuple[ContactCheckId, ...]
    placements: tuple[PlacementId, ...]
    occurred_on: date


class TraderErasedV1(Event, audience="bureau", aggregate="company_id"):
    """A sole trader's card was erased (entreprise individuelle effacée), with this lycée's contacts."""

    company_id: CompanyId
    checks: tuple[ContactCheckId, ...]
    placements: tuple[PlacementId, ...]
    occurred_on: date
