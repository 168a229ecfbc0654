"""What the pages of every service say of this one: its name, and its part of the menu."""

from services.chassis.base.identity import Role
from services.chassis.unit_of_work.permissions import PURGERS, READERS_OF_THE_REGISTER
from services.chassis.web.views.navigation import Named, NavItem, Place
from services.portal.permissions import (
    GRANT_ACCESS,
    HAND_OVER,
    KEEP_DOSSIER,
    KEEP_PROFILE,
    PERMISSIONS,
    PROPOSE_ACCESS,
    SEE_ACCESS,
    SEE_LINKS,
)

NAMED = Named("portal", "Portail", place=1)
NAVIGATION = (
    NavItem(
        *("Aujourd’hui", "/", frozenset(Role), 0),
        below=(
            Place("Ma semaine", "/reseau/semaine", frozenset({Role.SUPERVISOR})),
            Place("Fiche du lycée", "/fiche-du-lycee", PERMISSIONS.roles(KEEP_PROFILE)),
            Place("Dossier de passation", "/passation", PERMISSIONS.roles(KEEP_DOSSIER)),
            Place("Liens personnels remis", "/liens", PERMISSIONS.roles(SEE_LINKS)),
        ),
    ),
    NavItem(
        *("Accès", "/acces", frozenset({Role.HEAD, Role.DELEGATE}), 3),
        below=(
            Place("Donner un accès", "/acces/nouveau", PERMISSIONS.roles(GRANT_ACCESS), "Accès"),
            Place("Comptes", "/comptes", PERMISSIONS.roles(SEE_ACCESS)),
            Place("Préparer une passation", "/acces/passation", PERMISSIONS.roles(HAND_OVER)),
        ),
    ),
    NavItem(
        *("Accès proposés", "/acces/propositions", frozenset({Role.SUPERVISOR}), 3),
        below=(
            Place(
                *("Proposer un accès", "/acces/propositions/nouvelle"),
                PERMISSIONS.roles(PROPOSE_ACCESS),
                "Accès",
            ),
        ),
    ),
    NavItem("Accès", "/audit", frozenset({Role.AUDITOR})),
    NavItem("Exploitation", "/exploitation", frozenset({Role.OPERATOR})),
    NavItem(
        *("Registre", "/registre", READERS_OF_THE_REGISTER, 3),
        below=(Place("Conservation", "/conservation", PURGERS),),
    ),
)
