"""The notification service (courriels).

Owns the queue of mails: what goes to whom, whether it left, and why not; and what is sent to programs
outside, which any fact of a lycée may be. It knows people only
while it writes to them: addresses and texts are asked when a mail leaves, and forgotten 30 days
after, or as soon as a person is erased. Publishes what became of a mail to many. Listens
to what somebody is written to about, and to who is erased: event by event in
`contracts/CATALOGUE.md`. Answers which mails it keeps about something.
"""
