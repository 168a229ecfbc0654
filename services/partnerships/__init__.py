"""The partnership registry (registre des partenariats).

Owns companies, their sites and contacts, exchanges with them, acquaintances (which lycée knows
whom) and imports of lists. Companies, sites and acquaintances are shared by all bureaux; contacts,
exchanges and imports are the lycée's own.

A contact checks its own card by a link sent to it, without an account.

Publishes CompanyRegistered, CompanyCorrected, CompanyOnboarded, InteractionLogged, ImportCompleted,
ContactCheckAsked, ContactChecked. Listens to SiteHostingTallied, HostAgreed and LyceeOpened.
Answers whom to write to at a site, and what a check's mail says.
"""
