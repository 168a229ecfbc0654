"""What each column is for: the part of the register of processing kept by this service."""

from services.chassis.privacy.processing_register import Register
from services.partnerships.acquaintances.register import ACQUAINTANCES_REGISTER
from services.partnerships.action_mails.register import ACTION_INVITES_REGISTER
from services.partnerships.actions.register import ACTIONS_REGISTER
from services.partnerships.actors.register import ACTORS_REGISTER
from services.partnerships.avenir_totals.register import AVENIR_REGISTER
from services.partnerships.axes.register import AXES_REGISTER
from services.partnerships.capacities.register import CAPACITIES_REGISTER
from services.partnerships.closures.register import CLOSURES_REGISTER
from services.partnerships.commitments.register import COMMITMENTS_REGISTER
from services.partnerships.companies.register import COMPANIES_REGISTER
from services.partnerships.company_notes.register import COMPANY_NOTES_REGISTER
from services.partnerships.company_views.register import COMPANY_VIEWS_REGISTER
from services.partnerships.contact_checks.register import CONTACT_CHECKS_REGISTER
from services.partnerships.contacts.register import CONTACTS_REGISTER
from services.partnerships.directory_entries.register import DIRECTORY_ENTRIES_REGISTER
from services.partnerships.documents.register import DOCUMENTS_REGISTER
from services.partnerships.drop_box.register import DROP_BOX_REGISTER
from services.partnerships.exchanges.register import EXCHANGES_REGISTER
from services.partnerships.exports.register import EXPORTS_REGISTER
from services.partnerships.host_pages.register import HOST_PAGES_REGISTER
from services.partnerships.imports.register import IMPORTS_REGISTER
from services.partnerships.mail_stops.register import MAIL_STOPS_REGISTER
from services.partnerships.mailings.register import MAILINGS_REGISTER
from services.partnerships.mass_changes.register import MASS_CHANGES_REGISTER
from services.partnerships.merges.register import MERGES_REGISTER
from services.partnerships.partnerships.register import PARTNERSHIPS_REGISTER
from services.partnerships.pauses.register import PAUSES_REGISTER
from services.partnerships.places.register import PLACES_REGISTER
from services.partnerships.pressure.register import PRESSURE_REGISTER
from services.partnerships.publications.register import PUBLICATIONS_REGISTER
from services.partnerships.sharing.register import SHARING_REGISTER
from services.partnerships.tasks.register import TASKS_REGISTER
from services.partnerships.teacher_links.register import TEACHER_LINKS_REGISTER
from services.partnerships.territories.register import TERRITORIES_REGISTER
from services.partnerships.totals.register import TOTALS_REGISTER
from services.partnerships.ways.register import WAYS_REGISTER

REGISTER: Register = {
    **PUBLICATIONS_REGISTER,
    **COMPANIES_REGISTER,
    **ACQUAINTANCES_REGISTER,
    **CONTACTS_REGISTER,
    **CONTACT_CHECKS_REGISTER,
    **EXCHANGES_REGISTER,
    **IMPORTS_REGISTER,
    **PLACES_REGISTER,
    **CAPACITIES_REGISTER,
    **COMMITMENTS_REGISTER,
    **TOTALS_REGISTER,
    **AXES_REGISTER,
    **AVENIR_REGISTER,
    **ACTIONS_REGISTER,
    **ACTION_INVITES_REGISTER,
    **PARTNERSHIPS_REGISTER,
    **DOCUMENTS_REGISTER,
    **PRESSURE_REGISTER,
    **PAUSES_REGISTER,
    **TERRITORIES_REGISTER,
    **MASS_CHANGES_REGISTER,
    **MAILINGS_REGISTER,
    **COMPANY_VIEWS_REGISTER,
    **EXPORTS_REGISTER,
    **CLOSURES_REGISTER,
    **DIRECTORY_ENTRIES_REGISTER,
    **HOST_PAGES_REGISTER,
    **MAIL_STOPS_REGISTER,
    **TASKS_REGISTER,
    **SHARING_REGISTER,
    **WAYS_REGISTER,
    **MERGES_REGISTER,
    **COMPANY_NOTES_REGISTER,
    **TEACHER_LINKS_REGISTER,
    **DROP_BOX_REGISTER,
    **ACTORS_REGISTER,
}
