"""The internship tracker (suivi des PFMP).

Owns formations, PFMP periods, pupils of a school year (the only place with their names), placements,
coverage and the nightly tally of seats; keeps a copy of companies and sites.

Publishes to the department FormationOpened, PfmpPeriodPublished, PlacementConfirmed,
PlacementWithdrawn, CoverageChanged, SiteHostingTallied; inside the bureau PlacementProposed,
HostAgreed, HostAgreementWithdrawn. Listens to CompanyRegistered and CompanyCorrected.
"""
