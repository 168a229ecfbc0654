"""Contacts and visits that are late: dates of the follow-up of a PFMP.

Convention type (annexe de la circulaire n° 2016-053 du 29 mars 2016), article 18: a contact in the first
part of the period, and at least one meeting of the teacher, the pupil and the tutor before it is over.
A visit that is planned is not late before its day; after it, it is to be noted.
"""

from enum import StrEnum

PARTS = 3
"""A contact is awaited in the first of so many parts of the stay, a visit before the last one is over."""


class Late(StrEnum):
    """What a list of pupils at hosts is about; names are those of addresses."""

    CONTACT = "contact"
    VISIT = "visite"
    UNNOTED = "visite-a-noter"
    ALERT = "alerte"
