"""The partnership registry as the chassis runs it."""

from pathlib import Path

from services.chassis.permissions import Action
from services.chassis.service import NavItem, Place, Search, Service
from services.partnerships import answers, api, subscribers
from services.partnerships.drop_box import drop_box
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
    company_views,
    contact_checks,
    contacts,
    directory,
    drops,
    duplicates,
    erasure,
    export_mappings,
    exports,
    finding,
    host_page,
    host_pages,
    import_columns,
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
    DECIDE_RULES,
    IMPORT_COMPANIES,
    LOG_INTERACTION,
    MANAGE_ACTIONS,
    MANAGE_COMPANIES,
    MANAGE_CONTACTS,
    MANAGE_EXPORTS,
    MANAGE_TASKS,
    PERMISSIONS,
    SAVE_VIEWS,
    SEE_COMPANIES,
    SEE_RULES,
    SEE_TASKS,
    SET_TERRITORY,
    WRITE_TO_MANY,
)
from services.partnerships.queries.api_described import API
from services.partnerships.register import REGISTER
from services.partnerships.retention import retention
from services.partnerships.storage.tables import metadata

HERE = Path(__file__).parent


def _place(label: str, href: str, action: Action) -> Place:
    return Place(label, href, PERMISSIONS.roles(action))


COMPANIES = NavItem(
    *("Entreprises", "/entreprises", PERMISSIONS.roles(SEE_COMPANIES)),
    search=Search(
        *(finding.PAGE, "Chercher partout", "Entreprise, contact…"),
        suggested=finding.SUGGESTED,
        suggested_label="Entreprises",
    ),
    below=(
        _place("Partenariats", partnerships.BOARD, SEE_COMPANIES),
        _place("Actions école-entreprise", actions.YEAR, SEE_COMPANIES),
        _place("Dérogations et taxe", commitments.ALL, SEE_COMPANIES),
        _place("Carte des entreprises", company_map.MAP, SEE_COMPANIES),
        _place("Échanges avec le réseau", actor_exchanges.NETWORK, SEE_COMPANIES),
        _place("Courriels à plusieurs", mailings.MAILINGS, WRITE_TO_MANY),
        _place("Modèles d’export", export_mappings.MAPPINGS, MANAGE_EXPORTS),
        _place("Ajouter une entreprise", "/entreprises/nouvelle", MANAGE_COMPANIES),
        _place("Importer une liste d’entreprises", "/entreprises/import", IMPORT_COMPANIES),
        _place("Prévoir une action", f"{actions.YEAR}/nouvelle", MANAGE_ACTIONS),
        _place("Enregistrer une vue des entreprises", "/entreprises/vues/nouvelle", SAVE_VIEWS),
        _place("Doublons possibles", duplicates.DUPLICATES, MANAGE_COMPANIES),
        _place("Écarts avec le registre public", registered.DIFFERING, MANAGE_COMPANIES),
        _place("Apporté par les professeurs", brought.LIST, MANAGE_COMPANIES),
        _place("Liens des professeurs", teacher_links.LIST, MANAGE_CONTACTS),
        _place("Notre territoire", territory.TERRITORY, SET_TERRITORY),
        _place("Règles du réseau", rules.RULES, SEE_RULES),
    ),
)
WEEK = NavItem(
    *("Ma semaine", tasks.WEEK, PERMISSIONS.roles(SEE_TASKS)),
    below=(
        _place("Ajouter une tâche", task_forms.NEW, MANAGE_TASKS),
        _place("Courriels en copie", drops.PAGE, LOG_INTERACTION),
    ),
)
SERVICE = Service(
    name="partnerships",
    title="Entreprises",
    prefixes=(
        *("/entreprises", "/fiche", "/espace-entreprise", "/espace-professeur"),
        *("/semaine", "/recherche", "/api/partnerships"),
    ),
    metadata=metadata,
    register=REGISTER,
    # Before the cards: « import » and « export.csv » are no company's id.
    routers=(
        # Before the cards: « code » is no link, nor « liens » a company's id.
        personal_links.router,
        *(finding.router, today.router, import_columns.router, imports.router, exports.router),
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
        *(companies.router, sites.router, solicitations.router),
        *(contact_checks.router, host_pages.router),
        *(contacts.router, sharing.router),
        erasure.router,
        access.router,
        *(
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
    navigation=(
        COMPANIES,
        NavItem("Règles du réseau", rules.RULES, PERMISSIONS.roles(DECIDE_RULES)),
        WEEK,
    ),
    reactions=subscribers.reactions,
    answers=answers.answers,
    timed=subscribers.timed,
    erasing=subscribers.erasing,
    on_start=(drop_box,),
)
