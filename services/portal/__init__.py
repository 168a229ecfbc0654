"""The portal: sign-in, accounts and grants, the home page, static files, the demonstration's mailbox.

Owns: accounts, grants (role × lycée), sessions, letters of sign-in, second factors, the list of
lycées. Publishes the lycées, and that somebody is to be written to about their account. Listens to: who
is erased, to empty the mailbox. Event by event: `contracts/CATALOGUE.md`. Answers the other
services who a session belongs to, what a letter of sign-in says, and who runs a bureau.
"""
