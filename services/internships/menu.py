"""What the pages of every service say of this one: its name, and its part of the menu."""

from services.chassis.web.views.navigation import Named, NavItem, Place
from services.internships.permissions import (
    GIVE_LINK,
    KEEP_MODELS,
    MANAGE_PERIODS,
    MANAGE_PUPILS,
    PERMISSIONS,
    SEE_PFMP,
    TEACHERS,
)

NAMED = Named("internships", "Suivi des PFMP", for_programs=True, place=3)
NAVIGATION = (
    # Who works in the bureau and follows pupils too has the whole follow-up.
    NavItem("Mes élèves", "/pfmp/mes-eleves", TEACHERS),
    NavItem(
        *("PFMP", "/pfmp", PERMISSIONS.roles(SEE_PFMP)),
        below=(
            Place("Élèves", "/pfmp/eleves", PERMISSIONS.roles(SEE_PFMP)),
            Place("Élèves sans lieu d’accueil", "/pfmp/sans-lieu", PERMISSIONS.roles(SEE_PFMP)),
            Place(
                *("Réponses attendues", "/pfmp/reponses-attendues"),
                PERMISSIONS.roles(SEE_PFMP),
            ),
            Place("Calendrier des classes", "/pfmp/calendrier", PERMISSIONS.roles(SEE_PFMP)),
            Place("Suivi des élèves en PFMP", "/pfmp/suivi", PERMISSIONS.roles(SEE_PFMP)),
            Place("Enseignants référents", "/pfmp/referents", PERMISSIONS.roles(SEE_PFMP)),
            Place("Aides à la mobilité", "/pfmp/aides", PERMISSIONS.roles(SEE_PFMP)),
            Place("Formations", "/pfmp/formations", PERMISSIONS.roles(SEE_PFMP)),
            Place(
                *("Préparer une PFMP", "/pfmp/periodes/nouvelle"),
                PERMISSIONS.roles(MANAGE_PERIODS),
                "PFMP",
            ),
            Place(
                *("Importer des élèves", "/pfmp/eleves/import"),
                PERMISSIONS.roles(MANAGE_PUPILS),
                "Élèves",
            ),
            Place(
                *("Modèles de convention", "/pfmp/conventions/modeles"),
                PERMISSIONS.roles(KEEP_MODELS),
            ),
            Place("Écrire aux familles", "/pfmp/familles", PERMISSIONS.roles(SEE_PFMP)),
            Place("Liens personnels des PFMP", "/pfmp/liens", PERMISSIONS.roles(GIVE_LINK)),
        ),
    ),
)
