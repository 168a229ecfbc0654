"""What the pages of every service say of this one: its name, and its part of the menu."""

from services.chassis.unit_of_work.permissions import Action
from services.chassis.web.views.navigation import Named, NavItem, Place, Search
from services.partnerships.permissions import (
    DECIDE_RULES,
    IMPORT_COMPANIES,
    LIST_CONTACTS,
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

NAMED = Named("partnerships", "Entreprises", for_programs=True, place=2)


def _place(label: str, href: str, action: Action, creates: str = "") -> Place:
    return Place(label, href, PERMISSIONS.roles(action), creates)


COMPANIES = NavItem(
    *("Entreprises", "/entreprises", PERMISSIONS.roles(SEE_COMPANIES)),
    search=Search(
        *("/recherche", "Chercher partout", "Entreprise, contact…"),
        suggested="/recherche/entreprises",
        suggested_label="Entreprises",
    ),
    below=(
        _place("Partenariats", "/entreprises/partenariats", SEE_COMPANIES),
        Place(
            *("Contacts", "/entreprises/contacts", PERMISSIONS.roles(LIST_CONTACTS)),
            keeps_words=True,
        ),
        _place("Actions école-entreprise", "/entreprises/actions", SEE_COMPANIES),
        _place("Dérogations et taxe", "/entreprises/engagements", SEE_COMPANIES),
        _place("Carte des entreprises", "/entreprises/carte", SEE_COMPANIES),
        _place("Échanges avec le réseau", "/entreprises/reseau", SEE_COMPANIES),
        _place("Courriels à plusieurs", "/entreprises/courriels", WRITE_TO_MANY),
        _place("Modèles d’export", "/entreprises/exports", MANAGE_EXPORTS),
        _place("Ajouter une entreprise", "/entreprises/nouvelle", MANAGE_COMPANIES, "Entreprise"),
        _place("Noter un échange", "/recherche/echange", LOG_INTERACTION, "Échange"),
        _place("Importer une liste d’entreprises", "/entreprises/import", IMPORT_COMPANIES),
        _place("Prévoir une action", "/entreprises/actions/nouvelle", MANAGE_ACTIONS, "Action"),
        _place(
            *("Écrire à plusieurs entreprises", "/entreprises/courriels/nouveau", WRITE_TO_MANY),
            "Courriel à plusieurs",
        ),
        _place("Enregistrer une vue des entreprises", "/entreprises/vues/nouvelle", SAVE_VIEWS),
        _place("Doublons possibles", "/entreprises/doublons", MANAGE_COMPANIES),
        _place("Écarts avec le registre public", "/entreprises/ecarts", MANAGE_COMPANIES),
        _place("Apporté par les professeurs", "/entreprises/apports", MANAGE_COMPANIES),
        _place("Liens des professeurs", "/entreprises/professeurs", MANAGE_CONTACTS),
        _place("Notre territoire", "/entreprises/territoire", SET_TERRITORY),
        _place("Règles du réseau", "/entreprises/regles", SEE_RULES),
    ),
)
WEEK = NavItem(
    *("Ma semaine", "/semaine", PERMISSIONS.roles(SEE_TASKS)),
    below=(
        _place("Ajouter une tâche", "/semaine/nouvelle", MANAGE_TASKS, "Tâche"),
        _place("Courriels en copie", "/semaine/courriels", LOG_INTERACTION),
    ),
)
NAVIGATION = (
    COMPANIES,
    NavItem("Règles du réseau", "/entreprises/regles", PERMISSIONS.roles(DECIDE_RULES), rank=3),
    WEEK,
)
