"""The portal: sign-in, accounts and grants, the home page, static files.

Owns: accounts, grants (role × lycée), sessions, the list of lycées. Publishes: LyceeOpened.
Listens to: nothing. Answers the other services who a session belongs to.
"""
