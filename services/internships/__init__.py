"""The internship tracker (suivi des PFMP).

Owns formations, PFMP periods, pupils of a school year (the only place with their names), placements,
coverage and the nightly tally of seats; keeps a copy of companies and sites.

Publishes to the department FormationOpened, PfmpPeriodPublished, PlacementConfirmed,
PlacementWithdrawn, CoverageChanged, CoverageTotalsStated, SiteHostingTallied, RefusalTallied,
MobilityAidTotalled, MobilityAidSuppressed; inside the bureau PlacementProposed,
ReferentAssigned, FollowUpNoted, FollowUpWithdrawn, PlacementAlertRaised, PlacementAlertClosed,
PlacementLinked, HostAgreed, HostAgreementWithdrawn, PlacementInterrupted, PlacementNotStarted,
PlacementEndUndone, PlacementRescheduled, HostApproached,
HostApproachWithdrawn, MobilityAidMoved, AgreementPrepared, AgreementIssued,
AgreementPartlySigned, AgreementSigned, AgreementRefused, AgreementAmended, AgreementCancelled,
AgreementEntryUndone, AttestationReceived, AttestationUndone, PupilErased. Listens to CompanyRegistered
and CompanyCorrected, and, for what is to be known before a pupil is placed, to SiteSolicited,
SitePaused, SiteResumed, SiteClosed,
SiteReopened, SiteStaffStated, HostingLimitDecided and its own SiteHostingTallied, of all lycées.
"""
