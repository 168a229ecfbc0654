"""The internship tracker (suivi des PFMP).

Owns formations, PFMP periods, pupils of a school year (the only place with their names), placements,
coverage and the nightly tally of seats; keeps a copy of companies and sites.

Publishes to the department formations, periods, placements, coverage and totals, none with a pupil; inside
the bureau what moves at a host, in an agreement or in a pupil's follow-up. Listens to companies, and to what
is to be known of a site before a pupil is placed there: event by event in `contracts/CATALOGUE.md`.
"""
