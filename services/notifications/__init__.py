"""The notification service (courriels).

Owns the queue of mails: what goes to whom, whether it left, and why not. It knows people only
while it writes to them: addresses and texts are asked when a mail leaves, and forgotten 30 days
after. Publishes nothing. Listens to HostAgreed, HostAgreementWithdrawn, ContactCheckAsked and
SignInLetterAsked.
"""
