"""Events published by the partnership registry about partnerships: stages, codes, dates, no name."""

from datetime import date
from enum import StrEnum

from contracts.event import Event, Facts
from contracts.identifiers import CompanyId, PartnershipId
from contracts.publication import FactFamily


class PartnershipStage(StrEnum):
    """Where a lycée and a company are with one another (étape d'un partenariat)."""

    PROSPECT = "prospect"
    CONTACTED = "contacted"
    IN_DISCUSSION = "in_discussion"
    ACTIVE = "active"
    DORMANT = "dormant"
    ENDED = "ended"


class AgreementState(StrEnum):
    """Where the formal agreement is (convention); whether it has run out is a matter of its dates."""

    NONE = "none"
    DRAFT = "draft"
    SIGNED = "signed"


class PartnershipScope(StrEnum):
    """What a partnership is about (objet)."""

    PFMP = "pfmp"
    APPRENTICESHIP = "apprenticeship"
    ACTIONS = "actions"
    JURY = "jury"
    EQUIPMENT = "equipment"
    TEACHERS = "teachers"
    HIRING = "hiring"
    TAX = "tax"


class PartnershipFacts(Facts):
    """The whole published state of a partnership: who signed stays in the lycée."""

    partnership_id: PartnershipId
    company_id: CompanyId
    stage: PartnershipStage
    agreement: AgreementState
    scopes: tuple[PartnershipScope, ...]
    signed_on: date | None = None
    until_on: date | None = None
    occurred_on: date


class PartnershipProposedV1(
    PartnershipFacts,
    Event,
    audience="department",
    aggregate="partnership_id",
    family=FactFamily.COMPANIES,
):
    """A lycée looks for a partnership with a company (partenariat envisagé)."""


class PartnershipChangedV1(
    PartnershipFacts,
    Event,
    audience="department",
    aggregate="partnership_id",
    family=FactFamily.COMPANIES,
):
    """A partnership stands elsewhere, or was corrected: whole state (partenariat modifié)."""


class PartnershipSignedV1(
    PartnershipFacts,
    Event,
    audience="department",
    aggregate="partnership_id",
    family=FactFamily.COMPANIES,
):
    """A formal agreement was signed (convention de partenariat signée)."""


class PartnershipRenewedV1(
    PartnershipFacts,
    Event,
    audience="department",
    aggregate="partnership_id",
    family=FactFamily.COMPANIES,
):
    """A signed agreement goes on, until another day (convention renouvelée)."""


class PartnershipEndedV1(
    PartnershipFacts,
    Event,
    audience="department",
    aggregate="partnership_id",
    family=FactFamily.COMPANIES,
):
    """A partnership is over (partenariat terminé)."""
