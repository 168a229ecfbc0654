"""The routes of the registry, in the order they are tried."""

from services.chassis.web.router import Router
from services.partnerships.action_mails import pages as action_mails
from services.partnerships.actions.pages import action_documents, actions
from services.partnerships.actors import pages as actor_exchanges
from services.partnerships.axes import pages as action_axes
from services.partnerships.calls import pages as calls
from services.partnerships.commitments.pages import capacities, commitments
from services.partnerships.company_notes import pages as company_notes
from services.partnerships.company_views.pages import company_map, company_views
from services.partnerships.contact_checks.pages import checks, public_card
from services.partnerships.contact_list import pages as contact_list
from services.partnerships.contacts import pages as contacts
from services.partnerships.desk.pages import companies, new_company, today
from services.partnerships.desk.pages.home import router as desk
from services.partnerships.directory_entries.pages import closures, differences
from services.partnerships.drop_box import pages as drops
from services.partnerships.duplicates import pages as duplicates
from services.partnerships.erasure.pages import access, erasure, personal_links
from services.partnerships.exchanges.pages import exchanges
from services.partnerships.exports.pages import export_mappings, exports
from services.partnerships.handover_parts import pages as handover_parts
from services.partnerships.host_pages.pages import host_page, page_links
from services.partnerships.import_desk.pages import import_columns, import_lines, imports
from services.partnerships.invitations import pages as action_companies
from services.partnerships.mail_refusals import pages as mail_refusals
from services.partnerships.mail_stops import pages as mail_stops
from services.partnerships.mailings.pages import mailings
from services.partnerships.mass_changes import pages as mass_changes
from services.partnerships.merges import pages as merges
from services.partnerships.own_answers import pages as own_answers
from services.partnerships.partnerships.pages import partnership_documents, partnerships
from services.partnerships.pauses import pages as pauses
from services.partnerships.pressure.pages import rules, solicitations, staff
from services.partnerships.public_api import api
from services.partnerships.public_directory import pages as directory
from services.partnerships.search.pages import everywhere, exchange_with
from services.partnerships.sharing import pages as sharing
from services.partnerships.sites import pages as sites
from services.partnerships.tasks.pages import forms as task_forms
from services.partnerships.tasks.pages import reminders, tasks
from services.partnerships.teacher_links.pages import brought, teacher_desk, teacher_links
from services.partnerships.territories import pages as territory
from services.partnerships.tutors import pages as tutors
from services.partnerships.ways import pages as ways

# Before the cards: « import » and « export.csv » are no company's id.
ROUTERS: tuple[Router, ...] = (
    handover_parts.router,
    desk,
    # Before the cards: « code » is no link, nor « liens » a company's id.
    personal_links.router,
    *(
        everywhere.router,
        exchange_with.router,
        today.router,
        import_columns.router,
        import_lines.router,
    ),
    *(imports.router, exports.router, contact_list.router),
    *(directory.router, differences.router, closures.router, duplicates.router, merges.router),
    *(rules.router, pauses.router, territory.router, company_views.router, tutors.router),
    company_map.router,
    *(mass_changes.router, mailings.router, export_mappings.router),
    *(action_axes.router, actions.router, action_companies.router, action_mails.router),
    action_documents.router,
    actor_exchanges.router,
    *(commitments.router, capacities.router),
    *(teacher_links.router, brought.router),
    *(partnerships.router, partnership_documents.router),
    *(new_company.router, companies.router, sites.router, staff.router, solicitations.router),
    *(checks.router, page_links.router, mail_stops.router),
    *(contacts.router, sharing.router),
    erasure.router,
    access.router,
    *(
        company_notes.router,
        ways.router,
        # Before the tasks: neither « rappel » nor « courriels » is a task's id.
        reminders.router,
        drops.router,
        task_forms.router,
        tasks.router,
        calls.router,
        exchanges.router,
        public_card.router,
        # Before the pages: « courriels » is no link.
        mail_refusals.router,
        host_page.router,
        own_answers.router,
        teacher_desk.router,
        api.router,
    ),
)

__all__ = ["ROUTERS"]
