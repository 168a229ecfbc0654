"""The part of each event that is folded: other fields are never decoded."""

from datetime import date
from uuid import UUID

from msgspec import Struct


class Step(Struct):
    from_on: date
    open: bool


class LyceeOpened(Struct):
    uai: str
    name: str
    commune: str
    occurred_on: date


class FormationOpened(Struct):
    formation_id: UUID
    mef: str
    label: str
    occurred_on: date


class PeriodPublished(Struct):
    period_id: UUID
    mefs: tuple[str, ...]
    starts_on: date
    ends_on: date
    weeks: int
    occurred_on: date


class CoverageChanged(Struct):
    coverage_id: UUID
    period_id: UUID
    mef: str
    concerned: int
    exempted: int
    left: int
    host_agreed: int
    agreement_issued: int
    agreement_signed: int


class PublicationChanged(Struct):
    family: str
    from_on: date
    open: bool
    steps: tuple[Step, ...]
    occurred_on: date


class PlacementConfirmed(Struct):
    period_id: UUID
    mef: str
    origin: str
    new_host: bool
    occurred_on: date


class PlacementWithdrawn(Struct):
    period_id: UUID
    mef: str
    reason: str
    occurred_on: date


class Site(Struct):
    site_key: str
    commune: str | None = None


class CompanyTold(Struct):
    """A company registered or corrected: both tell its whole public state."""

    company_id: UUID
    occurred_on: date
    siren: str | None = None
    naf: str | None = None
    public_name: str | None = None
    sites: tuple[Site, ...] = ()


class CompanyRegistered(CompanyTold):
    pass


class CompanyCorrected(CompanyTold):
    pass


class CompanyOnboarded(Struct):
    company_id: UUID
    reason: str
    occurred_on: date


class InteractionLogged(Struct):
    interaction_id: UUID
    company_id: UUID
    kind: str
    purpose: str
    occurred_on: date


class InteractionWithdrawn(Struct):
    interaction_id: UUID
    company_id: UUID
    occurred_on: date


class CapacityDeclared(Struct):
    """Places a site offers: the journal says so, and keeps no count of them."""

    company_id: UUID
    seats: int
    occurred_on: date


class CapacityWithdrawn(CapacityDeclared):
    pass


class DeclarationTold(Struct):
    """A site's declaration of regulated work: each of its events tells it whole."""

    declaration_id: UUID
    company_id: UUID
    valid_until: date
    occurred_on: date


class DeclarationFiled(DeclarationTold):
    pass


class DeclarationExpiryAnnounced(DeclarationTold):
    pass


class DeclarationExpired(DeclarationTold):
    pass


class DeclarationWithdrawn(DeclarationTold):
    pass


class TaxPledgesTotalled(Struct):
    year: int
    companies: int
    amount_euros: int


class TaxPledgesSuppressed(Struct):
    """The total of a year is of too few companies to be told."""

    year: int


class RegistryTotalsStated(Struct):
    """What a lycée's registry counted in its own tables, after all it told before."""

    companies: int
    onboarded: int
    partnerships_active: int
    occurred_on: date
    actions_held: int | None = None


class ActionPlanned(Struct):
    action_id: UUID
    kind: str
    planned_on: date
    occurred_on: date


class ActionCancelled(ActionPlanned):
    pass


class ActionHeld(ActionPlanned):
    pupils: int
    accompanying: int


class PartnershipTold(Struct):
    """Where a partnership is: each of its events tells it whole."""

    partnership_id: UUID
    company_id: UUID
    stage: str
    agreement: str
    scopes: tuple[str, ...]
    occurred_on: date
    until_on: date | None = None


class PartnershipProposed(PartnershipTold):
    pass


class PartnershipChanged(PartnershipTold):
    pass


class PartnershipSigned(PartnershipTold):
    pass


class PartnershipRenewed(PartnershipTold):
    pass


class PartnershipEnded(PartnershipTold):
    pass


class ImportCompleted(Struct):
    import_id: UUID
    created: int
    updated: int
    rejected: int
    occurred_on: date


class ImportUndone(Struct):
    import_id: UUID
    removed: int
    restored: int
    kept: int
    occurred_on: date


class SiteSolicited(Struct):
    """Only that a lycée is at work: how often a host was asked is for the bureaux to see."""


class SiteSolicitationWithdrawn(Struct):
    pass


class SiteStaffStated(Struct):
    """It serves whoever places a pupil; the department's figures need none of it."""


class HostingLimitDecided(Struct):
    percent: int
    small: int
    small_under: int
    from_on: date
    occurred_on: date


class SitePaused(Struct):
    """No line: a host set apart in sight of the department would be a blacklist."""


class SiteResumed(Struct):
    pass


class SiteClosed(Struct):
    company_id: UUID
    closed_on: date
    occurred_on: date


class SiteReopened(Struct):
    company_id: UUID
    occurred_on: date


class NetworkRuleDecided(Struct):
    rule: str
    value: int
    from_on: date
    occurred_on: date


class NewsPublished(Struct):
    occurred_on: date


class NewsWithdrawn(Struct):
    """It leaves no line: what was withdrawn is not to be looked for."""
