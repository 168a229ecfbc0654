"""Registrations: the modules that tell a feature below what theirs does about it, loaded with the service.

A command that corrects a contact or erases somebody loads no page: what only a page loaded would be left
out of it, unsaid. The tables register theirs as `with_tables` loads them, the reactions as `subscribers` does.
"""

from types import ModuleType

from services.partnerships.action_mails import commands as action_mails
from services.partnerships.actions.queries import actions
from services.partnerships.actors import store as actors
from services.partnerships.avenir_totals import commands as avenir_totals
from services.partnerships.company_notes import store as company_notes
from services.partnerships.contact_checks import commands as contact_check_commands
from services.partnerships.contact_checks import store as contact_checks
from services.partnerships.contacts.store import imported
from services.partnerships.directory_entries.store import entries
from services.partnerships.exchanges import commands as exchange_commands
from services.partnerships.exchanges.store import exchanges
from services.partnerships.host_pages.commands import move_host_page
from services.partnerships.imports.store import traces
from services.partnerships.mail_stops import store as mail_stops
from services.partnerships.merges.store import merges
from services.partnerships.partnerships import store as partnerships
from services.partnerships.places import store as places
from services.partnerships.sharing import commands as sharing
from services.partnerships.tasks import queries as tasks
from services.partnerships.teacher_links import store as teacher_links
from services.partnerships.ways import store as ways

REGISTRATIONS: tuple[ModuleType, ...] = (
    *(entries, ways, sharing, contact_check_commands, contact_checks),
    *(partnerships, places, move_host_page, merges, teacher_links, traces),
    *(imported, company_notes, exchange_commands),
    *(tasks, actions, exchanges, actors, mail_stops, action_mails, avenir_totals),
)
