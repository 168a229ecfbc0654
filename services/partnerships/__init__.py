"""The partnership registry (registre des partenariats).

Owns companies, their sites and contacts, exchanges and partnerships with them, tasks, acquaintances
(which lycée knows whom) and imports of lists. Companies, sites and acquaintances are shared by all
bureaux; contacts, exchanges, partnerships, tasks and imports are the lycée's own.

A contact checks its own card by a link sent to it, without an account.

Shows how often each host was asked by whom, and the rules of the network the department decides.

Publishes companies and sites, exchanges, partnerships, actions, places offered, pauses and rules of the
network. Listens to the tallies of hosts, places proposed, mails that moved, a person erased, lycées: event
by event in `contracts/CATALOGUE.md`. Answers whom to write to at a site, what the mail of a check or of many says, and which
notes name a pupil.
"""
