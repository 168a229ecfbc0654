"""What each column is for: the part of the register of processing kept by this service."""

from services.chassis.privacy.processing_register import Register
from services.partnerships.registers.acquaintances import ACQUAINTANCES_REGISTER
from services.partnerships.registers.actions import ACTIONS_REGISTER
from services.partnerships.registers.actors import ACTORS_REGISTER
from services.partnerships.registers.axes import AXES_REGISTER
from services.partnerships.registers.capacities import CAPACITIES_REGISTER
from services.partnerships.registers.closures import CLOSURES_REGISTER
from services.partnerships.registers.commitments import COMMITMENTS_REGISTER
from services.partnerships.registers.companies import COMPANIES_REGISTER
from services.partnerships.registers.company_notes import COMPANY_NOTES_REGISTER
from services.partnerships.registers.company_views import COMPANY_VIEWS_REGISTER
from services.partnerships.registers.contact_checks import CONTACT_CHECKS_REGISTER
from services.partnerships.registers.contacts import CONTACTS_REGISTER
from services.partnerships.registers.directory_entries import DIRECTORY_ENTRIES_REGISTER
from services.partnerships.registers.documents import DOCUMENTS_REGISTER
from services.partnerships.registers.drop_box import DROP_BOX_REGISTER
from services.partnerships.registers.exchanges import EXCHANGES_REGISTER
from services.partnerships.registers.exports import EXPORTS_REGISTER
from services.partnerships.registers.host_pages import HOST_PAGES_REGISTER
from services.partnerships.registers.imports import IMPORTS_REGISTER
from services.partnerships.registers.mail_stops import MAIL_STOPS_REGISTER
from services.partnerships.registers.mailings import MAILINGS_REGISTER
from services.partnerships.registers.mass_changes import MASS_CHANGES_REGISTER
from services.partnerships.registers.merges import MERGES_REGISTER
from services.partnerships.registers.partnerships import PARTNERSHIPS_REGISTER
from services.partnerships.registers.pauses import PAUSES_REGISTER
from services.partnerships.registers.places import PLACES_REGISTER
from services.partnerships.registers.pressure import PRESSURE_REGISTER
from services.partnerships.registers.publications import PUBLICATIONS_REGISTER
from services.partnerships.registers.sharing import SHARING_REGISTER
from services.partnerships.registers.tasks import TASKS_REGISTER
from services.partnerships.registers.teacher_links import TEACHER_LINKS_REGISTER
from services.partnerships.registers.territories import TERRITORIES_REGISTER
from services.partnerships.registers.totals import TOTALS_REGISTER
from services.partnerships.registers.ways import WAYS_REGISTER

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
    **ACTIONS_REGISTER,
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
