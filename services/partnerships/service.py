"""The partnership registry as the chassis runs it."""

from pathlib import Path

from services.chassis.service.spec import Service
from services.partnerships import answers, api, subscribers
from services.partnerships.desk.pages import router as desk
from services.partnerships.drop_box import drop_box
from services.partnerships.menu import NAMED, NAVIGATION
from services.partnerships.pages import (
    access,
    action_axes,
    action_companies,
    action_documents,
    actions,
    actor_exchanges,
    brought,
    calls,
    capacities,
    closures,
    commitments,
    companies,
    company_map,
    company_notes,
    company_views,
    contact_checks,
    contact_list,
    contacts,
    directory,
    drops,
    duplicates,
    erasure,
    exchange_with,
    export_mappings,
    exports,
    finding,
    host_page,
    host_pages,
    import_columns,
    import_lines,
    imports,
    interactions,
    mailing_stop,
    mailings,
    mass_changes,
    merges,
    partnership_documents,
    partnerships,
    pauses,
    personal_links,
    public_card,
    registered,
    reminders,
    rules,
    sharing,
    site_staff,
    sites,
    solicitations,
    task_forms,
    tasks,
    teacher_desk,
    teacher_links,
    territory,
    today,
    tutors,
    ways,
)
from services.partnerships.permissions import (
    PERMISSIONS,
)
from services.partnerships.queries.api_described import API
from services.partnerships.register import REGISTER
from services.partnerships.retention import retention
from services.partnerships.storage.tables import metadata

HERE = Path(__file__).parent


SERVICE = Service(
    name="partnerships",
    title=NAMED.title,
    prefixes=(
        *("/entreprises", "/fiche", "/espace-entreprise", "/espace-professeur"),
        *("/semaine", "/recherche", "/api/partnerships"),
    ),
    metadata=metadata,
    register=REGISTER,
    # Before the cards: « import » and « export.csv » are no company's id.
    routers=(
        desk,
        # Before the cards: « code » is no link, nor « liens » a company's id.
        personal_links.router,
        *(
            finding.router,
            exchange_with.router,
            today.router,
            import_columns.router,
            import_lines.router,
        ),
        *(imports.router, exports.router, contact_list.router),
        *(directory.router, registered.router, closures.router, duplicates.router, merges.router),
        *(rules.router, pauses.router, territory.router, company_views.router, tutors.router),
        company_map.router,
        *(mass_changes.router, mailings.router, export_mappings.router),
        *(action_axes.router, actions.router, action_companies.router),
        action_documents.router,
        actor_exchanges.router,
        *(commitments.router, capacities.router),
        *(teacher_links.router, brought.router),
        *(partnerships.router, partnership_documents.router),
        *(companies.router, sites.router, site_staff.router, solicitations.router),
        *(contact_checks.router, host_pages.router),
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
            interactions.router,
            public_card.router,
            # Before the pages: « courriels » is no link.
            mailing_stop.router,
            host_page.router,
            teacher_desk.router,
            api.router,
        ),
    ),
    permissions=PERMISSIONS,
    api=API,
    retention=retention,
    templates=HERE / "templates",
    migrations=HERE / "migrations",
    navigation=NAVIGATION,
    reactions=subscribers.reactions,
    answers=answers.answers,
    timed=subscribers.timed,
    erasing=subscribers.erasing,
    on_start=(drop_box,),
)
