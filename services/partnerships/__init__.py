"""The partnership registry (registre des partenariats).

Owns companies, their sites and contacts, exchanges with them, acquaintances (which lycée knows
whom) and imports of lists. Companies, sites and acquaintances are shared by all bureaux; contacts,
exchanges and imports are the lycée's own.

Publishes CompanyRegistered, CompanyCorrected, CompanyOnboarded, InteractionLogged, ImportCompleted.
Listens to SiteHostingTallied and LyceeOpened.
"""
