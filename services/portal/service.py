"""The portal as a service the chassis can run."""

from pathlib import Path

from services.chassis.identity import Role
from services.chassis.permissions import PURGERS, READERS_OF_THE_REGISTER
from services.chassis.service import NavItem, Place, Service
from services.portal.answers import answers
from services.portal.api import router as api
from services.portal.mailbox import demo_mailbox
from services.portal.pages import ROUTERS
from services.portal.permissions import (
    GRANT_ACCESS,
    HAND_OVER,
    PERMISSIONS,
    PROPOSE_ACCESS,
    SEE_ACCESS,
    SEE_LINKS,
)
from services.portal.register import REGISTER
from services.portal.retention import retention
from services.portal.storage.tables import metadata
from services.portal.subscribers import erasing, reactions

_HERE = Path(__file__).parent

SERVICE = Service(
    name="portal",
    title="Portail",
    prefixes=("/", "/api/portal"),
    metadata=metadata,
    register=REGISTER,
    routers=(api, *ROUTERS),
    permissions=PERMISSIONS,
    retention=retention,
    templates=_HERE / "templates",
    migrations=_HERE / "migrations",
    navigation=(
        NavItem(
            *("Aujourd’hui", "/", frozenset(Role), 0),
            below=(Place("Liens personnels remis", "/liens", PERMISSIONS.roles(SEE_LINKS)),),
        ),
        NavItem(
            *("Accès", "/acces", frozenset({Role.HEAD, Role.DELEGATE}), 3),
            below=(
                Place("Donner un accès", "/acces/nouveau", PERMISSIONS.roles(GRANT_ACCESS)),
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
                ),
            ),
        ),
        NavItem("Accès", "/audit", frozenset({Role.AUDITOR})),
        NavItem("Exploitation", "/exploitation", frozenset({Role.OPERATOR})),
        NavItem(
            *("Registre", "/registre", READERS_OF_THE_REGISTER, 3),
            below=(Place("Conservation", "/conservation", PURGERS),),
        ),
    ),
    reactions=reactions,
    erasing=erasing,
    answers=answers,
    serves_static=True,
    watches_disk=True,
    on_start=(demo_mailbox,),
)
