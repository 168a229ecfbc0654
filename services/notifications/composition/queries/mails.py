"""Every mail, as it is declared in the folders of those to staff and to people outside."""

from services.notifications.contents.queries.owners_answers import declared_in
from services.notifications.letters import queries as letters
from services.notifications.staff_mails import queries as staff_mails

MAILS = declared_in(letters, staff_mails)
"""By what they say."""
