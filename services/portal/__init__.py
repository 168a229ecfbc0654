"""The portal: sign-in, accounts and grants, the home page, static files, the demonstration's mailbox.

Owns: accounts, grants (role × lycée), sessions, letters of sign-in, second factors, the list of
lycées. Publishes: LyceeOpened, SignInLetterAsked, AccessNoticeAsked, SecondFactorNoticeAsked.
Listens to: PupilErased, ContactErased, TraderErased, to empty the mailbox. Answers the other
services who a session belongs to, what a letter of sign-in says, and who runs a bureau.
"""
