"""The internship tracker as a service the chassis can run."""

from pathlib import Path

from services.chassis.service import NavItem, Place, Service
from services.internships.answers import answers
from services.internships.api import router as api
from services.internships.pages import ROUTERS
from services.internships.permissions import (
    GIVE_LINK,
    KEEP_MODELS,
    MANAGE_PERIODS,
    MANAGE_PUPILS,
    PERMISSIONS,
    SEE_PFMP,
)
from services.internships.queries.api_described import API
from services.internships.register import REGISTER
from services.internships.retention import retention
from services.internships.storage.tables import metadata
from services.internships.subscribers import erasing, reactions, timed

_HERE = Path(__file__).parent

SERVICE = Service(
    name="internships",
    title="Suivi des PFMP",
    prefixes=("/pfmp", "/ma-pfmp", "/suivi-pfmp", "/api/internships"),
    metadata=metadata,
    register=REGISTER,
    routers=(api, *ROUTERS),
    permissions=PERMISSIONS,
    api=API,
    retention=retention,
    templates=_HERE / "templates",
    migrations=_HERE / "migrations",
    navigation=(
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
                ),
                Place(
                    *("Importer des élèves", "/pfmp/eleves/import"),
                    PERMISSIONS.roles(MANAGE_PUPILS),
                ),
                Place(
                    *("Modèles de convention", "/pfmp/conventions/modeles"),
                    PERMISSIONS.roles(KEEP_MODELS),
                ),
                Place("Liens personnels des PFMP", "/pfmp/liens", PERMISSIONS.roles(GIVE_LINK)),
            ),
        ),
    ),
    reactions=reactions,
    answers=answers,
    timed=timed,
    erasing=erasing,
)
