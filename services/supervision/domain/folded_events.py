"""Every event of the department, and which part of it is folded."""

from collections.abc import Mapping

from msgspec import Struct

from contracts import (
    coordination,
    internships,
    internships_mobility,
    internships_search,
    internships_totals,
    partnerships,
    partnerships_actions,
    partnerships_agreements,
    partnerships_closing,
    partnerships_limits,
    partnerships_merges,
    partnerships_pressure,
    partnerships_totals,
    portal,
)
from contracts import partnerships_capacity as capacity
from contracts import partnerships_commitments as commitments
from contracts.event import Event
from services.supervision.domain import facts, merge_facts, tallied_facts

FACTS: Mapping[type[Event], type[Struct]] = {
    portal.LyceeOpenedV1: facts.LyceeOpened,
    internships.FormationOpenedV1: facts.FormationOpened,
    internships.PfmpPeriodPublishedV1: facts.PeriodPublished,
    internships.CoverageChangedV1: facts.CoverageChanged,
    internships.PublicationChangedV1: facts.PublicationChanged,
    internships.PlacementConfirmedV1: facts.PlacementConfirmed,
    internships.PlacementWithdrawnV1: facts.PlacementWithdrawn,
    internships.SiteHostingTalliedV1: tallied_facts.SeatsTallied,
    internships_mobility.MobilityAidTotalledV1: tallied_facts.MobilityAidTotalled,
    internships_mobility.MobilityAidSuppressedV1: tallied_facts.MobilityAidSuppressed,
    internships_search.RefusalTalliedV1: tallied_facts.RefusalsTallied,
    internships_totals.CoverageTotalsStatedV1: tallied_facts.CoverageTotalsStated,
    partnerships.CompanyRegisteredV1: facts.CompanyRegistered,
    partnerships.CompanyCorrectedV1: facts.CompanyCorrected,
    partnerships.CompanyOnboardedV1: facts.CompanyOnboarded,
    partnerships_merges.CompanyMergedV1: merge_facts.CompanyMerged,
    partnerships_merges.MergeUndoneV1: merge_facts.MergeUndone,
    partnerships.InteractionLoggedV1: facts.InteractionLogged,
    partnerships.InteractionWithdrawnV1: facts.InteractionWithdrawn,
    capacity.HostingCapacityDeclaredV1: facts.CapacityDeclared,
    capacity.HostingCapacityWithdrawnV1: facts.CapacityWithdrawn,
    commitments.RegulatedWorkDeclarationFiledV1: facts.DeclarationFiled,
    commitments.RegulatedWorkDeclarationExpiryAnnouncedV1: facts.DeclarationExpiryAnnounced,
    commitments.RegulatedWorkDeclarationExpiredV1: facts.DeclarationExpired,
    commitments.RegulatedWorkDeclarationWithdrawnV1: facts.DeclarationWithdrawn,
    commitments.TaxPledgesTotalledV1: facts.TaxPledgesTotalled,
    commitments.TaxPledgesSuppressedV1: facts.TaxPledgesSuppressed,
    partnerships_totals.RegistryTotalsStatedV1: facts.RegistryTotalsStated,
    partnerships_actions.ActionPlannedV1: facts.ActionPlanned,
    partnerships_actions.ActionHeldV1: facts.ActionHeld,
    partnerships_actions.ActionCancelledV1: facts.ActionCancelled,
    partnerships_agreements.PartnershipProposedV1: facts.PartnershipProposed,
    partnerships_agreements.PartnershipChangedV1: facts.PartnershipChanged,
    partnerships_agreements.PartnershipSignedV1: facts.PartnershipSigned,
    partnerships_agreements.PartnershipRenewedV1: facts.PartnershipRenewed,
    partnerships_agreements.PartnershipEndedV1: facts.PartnershipEnded,
    partnerships.ImportCompletedV1: facts.ImportCompleted,
    partnerships.ImportUndoneV1: facts.ImportUndone,
    partnerships_pressure.SiteSolicitedV1: facts.SiteSolicited,
    partnerships_pressure.SiteSolicitationWithdrawnV1: facts.SiteSolicitationWithdrawn,
    partnerships_limits.SiteStaffStatedV1: facts.SiteStaffStated,
    partnerships_limits.HostingLimitDecidedV1: facts.HostingLimitDecided,
    partnerships_pressure.SitePausedV1: facts.SitePaused,
    partnerships_pressure.SiteResumedV1: facts.SiteResumed,
    partnerships_closing.SiteClosedV1: facts.SiteClosed,
    partnerships_closing.SiteReopenedV1: facts.SiteReopened,
    partnerships_pressure.NetworkRuleDecidedV1: facts.NetworkRuleDecided,
    coordination.NewsPublishedV1: facts.NewsPublished,
    coordination.NewsWithdrawnV1: facts.NewsWithdrawn,
}
"""Every event of the department, and what is folded of it."""
