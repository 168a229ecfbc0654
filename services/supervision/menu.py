"""What the pages of every service say of this one: its name, and its part of the menu."""

from services.chassis.web.views.navigation import Named, NavItem, Place
from services.supervision.permissions import (
    MANAGE_FEEDS,
    PERMISSIONS,
    READ_NETWORK_JOURNAL,
    SEE_DEPARTMENT,
    SEE_OWN_FIGURES,
    SEE_OWN_LYCEES,
    SEE_TOTALS,
)

NAMED = Named("supervision", "Pilotage départemental", for_programs=True, place=6)
NAVIGATION = (
    NavItem(
        *("Département", "/departement", PERMISSIONS.roles(SEE_DEPARTMENT)),
        below=(
            Place("Couverture", "/departement/couverture", PERMISSIONS.roles(SEE_DEPARTMENT)),
            Place("Indicateurs", "/departement/indicateurs", PERMISSIONS.roles(SEE_DEPARTMENT)),
            Place("Tableaux demandés", "/departement/tableaux", PERMISSIONS.roles(SEE_DEPARTMENT)),
            Place("Rapports", "/departement/rapports", PERMISSIONS.roles(SEE_DEPARTMENT)),
            Place("Point de la semaine", "/departement/semaine", PERMISSIONS.roles(SEE_DEPARTMENT)),
            Place("Entreprises", "/departement/entreprises", PERMISSIONS.roles(SEE_DEPARTMENT)),
            Place(
                *("Besoins en compétences", "/departement/offre"),
                PERMISSIONS.roles(SEE_DEPARTMENT),
            ),
            Place("Carte", "/departement/carte", PERMISSIONS.roles(SEE_DEPARTMENT)),
            Place("Calendrier", "/departement/calendrier", PERMISSIONS.roles(SEE_DEPARTMENT)),
            Place("Journal", "/departement/journal", PERMISSIONS.roles(SEE_DEPARTMENT)),
            Place("Flux", "/departement/lecteurs", PERMISSIONS.roles(MANAGE_FEEDS)),
        ),
    ),
    NavItem(
        *("Nos chiffres", "/departement/nos-chiffres", PERMISSIONS.roles(SEE_OWN_FIGURES), 2),
        below=(
            Place(
                *("Rapport d’activité", "/departement/nos-chiffres/rapport"),
                PERMISSIONS.roles(SEE_OWN_FIGURES),
            ),
            Place(
                *("Journal du réseau", "/departement/journal-du-reseau"),
                PERMISSIONS.roles(READ_NETWORK_JOURNAL),
            ),
        ),
    ),
    NavItem(
        "Vu du département",
        "/departement/mes-lycees",
        PERMISSIONS.roles(SEE_OWN_LYCEES),
        rank=2,
    ),
    NavItem("Totaux", "/departement/totaux", PERMISSIONS.roles(SEE_TOTALS)),
)
