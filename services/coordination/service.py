"""The animation of the network as the chassis runs it."""

from pathlib import Path

from services.chassis.service import NavItem, Place, Service
from services.coordination import api, subscribers
from services.coordination.pages import actors, feeds, news, proposals
from services.coordination.permissions import (
    MANAGE_ACTORS,
    PERMISSIONS,
    PROPOSE_NEWS,
    SEE_NETWORK,
)
from services.coordination.queries.api_described import API
from services.coordination.register import REGISTER
from services.coordination.retention import retention
from services.coordination.storage.tables import metadata

HERE = Path(__file__).parent
SERVICE = Service(
    name="coordination",
    title="Animation du réseau",
    prefixes=("/actualites", "/annuaire", "/api/coordination"),
    metadata=metadata,
    register=REGISTER,
    # Items last: « abonnement » is no item's id.
    routers=(feeds.router, proposals.router, news.router, actors.router, api.router),
    permissions=PERMISSIONS,
    api=API,
    retention=retention,
    templates=HERE / "templates",
    migrations=HERE / "migrations",
    navigation=(
        NavItem(
            *("Actualités", "/actualites", PERMISSIONS.roles(SEE_NETWORK), 2),
            below=(
                Place("Propositions", "/actualites/propositions", PERMISSIONS.roles(PROPOSE_NEWS)),
                Place("Proposer une actualité", proposals.NEW, PERMISSIONS.roles(PROPOSE_NEWS)),
                Place("S’abonner", "/actualites/abonnement", PERMISSIONS.roles(SEE_NETWORK)),
            ),
        ),
        NavItem(
            *("Annuaire", "/annuaire", PERMISSIONS.roles(SEE_NETWORK), 2),
            below=(
                Place("Ajouter un acteur", "/annuaire/nouveau", PERMISSIONS.roles(MANAGE_ACTORS)),
            ),
        ),
    ),
    reactions=subscribers.reactions,
    erasing=subscribers.erasing,
    projections=(subscribers.NEWS,),
)
