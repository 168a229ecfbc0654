"""Every event of the department, and which part of it is folded."""

from collections.abc import Mapping

from msgspec import Struct

from contracts.coordination import news
from contracts.event import Event
from contracts.internships import mobility, periods, search
from contracts.internships import totals as coverage_totals
from contracts.partnerships import (
    actions,
    capacities,
    closures,
    commitments,
    companies,
    hosting_limits,
    merges,
    partnerships,
    pressure,
)
from contracts.partnerships import totals as registry_totals
from contracts.portal import accounts
from services.supervision.domain import facts, merge_facts, tallied_facts

FACTS: Mapping[type[Event], type[Struct]] = {
    accounts.LyceeOpenedV1: facts.LyceeOpened,
    periods.FormationOpenedV1: facts.FormationOpened,
    periods.PfmpPeriodPublishedV1: facts.PeriodPublished,
    periods.CoverageChangedV1: facts.CoverageChanged,
    periods.PublicationChangedV1: facts.PublicationChanged,
    periods.PlacementConfirmedV1: facts.PlacementConfirmed,
    periods.PlacementWithdrawnV1: facts.PlacementWithdrawn,
    periods.SiteHostingTalliedV1: tallied_facts.SeatsTallied,
    mobility.MobilityAidTotalledV1: tallied_facts.MobilityAidTotalled,
    mobility.MobilityAidSuppressedV1: tallied_facts.MobilityAidSuppressed,
    search.RefusalTalliedV1: tallied_facts.RefusalsTallied,
    coverage_totals.CoverageTotalsStatedV1: tallied_facts.CoverageTotalsStated,
    companies.CompanyRegisteredV1: facts.CompanyRegistered,
    companies.CompanyCorrectedV1: facts.CompanyCorrected,
    companies.CompanyOnboardedV1: facts.CompanyOnboarded,
    merges.CompanyMergedV1: merge_facts.CompanyMerged,
    merges.MergeUndoneV1: merge_facts.MergeUndone,
    companies.InteractionLoggedV1: facts.InteractionLogged,
    companies.InteractionWithdrawnV1: facts.InteractionWithdrawn,
    capacities.HostingCapacityDeclaredV1: facts.CapacityDeclared,
    capacities.HostingCapacityWithdrawnV1: facts.CapacityWithdrawn,
    commitments.RegulatedWorkDeclarationFiledV1: facts.DeclarationFiled,
    commitments.RegulatedWorkDeclarationExpiryAnnouncedV1: facts.DeclarationExpiryAnnounced,
    commitments.RegulatedWorkDeclarationExpiredV1: facts.DeclarationExpired,
    commitments.RegulatedWorkDeclarationWithdrawnV1: facts.DeclarationWithdrawn,
    commitments.TaxPledgesTotalledV1: facts.TaxPledgesTotalled,
    commitments.TaxPledgesSuppressedV1: facts.TaxPledgesSuppressed,
    registry_totals.RegistryTotalsStatedV1: facts.RegistryTotalsStated,
    actions.ActionPlannedV1: facts.ActionPlanned,
    actions.ActionHeldV1: facts.ActionHeld,
    actions.ActionCancelledV1: facts.ActionCancelled,
    partnerships.PartnershipProposedV1: facts.PartnershipProposed,
    partnerships.PartnershipChangedV1: facts.PartnershipChanged,
    partnerships.PartnershipSignedV1: facts.PartnershipSigned,
    partnerships.PartnershipRenewedV1: facts.PartnershipRenewed,
    partnerships.PartnershipEndedV1: facts.PartnershipEnded,
    companies.ImportCompletedV1: facts.ImportCompleted,
    companies.ImportUndoneV1: facts.ImportUndone,
    pressure.SiteSolicitedV1: facts.SiteSolicited,
    pressure.SiteSolicitationWithdrawnV1: facts.SiteSolicitationWithdrawn,
    hosting_limits.SiteStaffStatedV1: facts.SiteStaffStated,
    hosting_limits.HostingLimitDecidedV1: facts.HostingLimitDecided,
    pressure.SitePausedV1: facts.SitePaused,
    pressure.SiteResumedV1: facts.SiteResumed,
    closures.SiteClosedV1: facts.SiteClosed,
    closures.SiteReopenedV1: facts.SiteReopened,
    pressure.NetworkRuleDecidedV1: facts.NetworkRuleDecided,
    news.NewsPublishedV1: facts.NewsPublished,
    news.NewsWithdrawnV1: facts.NewsWithdrawn,
}
"""Every event of the department, and what is folded of it."""
