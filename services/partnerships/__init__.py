"""The partnership registry (registre des partenariats).

Owns companies, their sites and contacts, exchanges and partnerships with them, tasks, acquaintances
(which lycée knows whom) and imports of lists. Companies, sites and acquaintances are shared by all
bureaux; contacts, exchanges, partnerships, tasks and imports are the lycée's own.

A contact checks its own card by a link sent to it, without an account.

Shows how often each host was asked by whom, and the rules of the network the department decides.

Publishes CompanyRegistered, CompanyCorrected, CompanyMerged, MergeUndone,
CompanyOnboarded, InteractionLogged, ImportCompleted, ImportUndone,
ContactCheckAsked, ContactChecked, ContactErased, TraderErased, PartnershipProposed,
PartnershipChanged, PartnershipSigned, PartnershipRenewed, PartnershipEnded, ActionPlanned,
ActionHeld, ActionCancelled, RegulatedWorkDeclarationFiled, its end and withdrawal,
TaxPledgesTotalled, TaxPledgesSuppressed, HostingCapacityDeclared, HostingCapacityWithdrawn, SiteSolicited,
SiteSolicitationWithdrawn, SitePaused, SiteResumed, SiteClosed, SiteReopened, NetworkRuleDecided,
SiteStaffStated, HostingLimitDecided, RegistryTotalsStated, MailingLetterAsked, MailingCancelled.
Listens to SiteHostingTallied, HostAgreed, PlacementProposed, HostApproached, HostApproachWithdrawn,
MailingLetterMoved, PupilErased and LyceeOpened. Answers whom to write to at a site, what the mail of a check or of many says, and which
notes name a pupil.
"""
