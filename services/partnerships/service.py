"""The partnership registry as the chassis runs it."""

from pathlib import Path

from services.chassis.identity import Role
from services.chassis.service import NavItem, Service
from services.partnerships import answers, api, subscribers
from services.partnerships.pages import (
    companies,
    contact_checks,
    contacts,
    imports,
    public_card,
    sites,
    today,
)
from services.partnerships.permissions import PERMISSIONS
from services.partnerships.storage.tables import metadata

HERE = Path(__file__).parent

SERVICE = Service(
    name="partnerships",
    title="Entreprises",
    prefixes=("/entreprises", "/fiche", "/api/partnerships"),
    metadata=metadata,
    # Before the cards: « import » is no company's id.
    routers=(
        *(today.router, imports.router, companies.router),
        *(sites.router, contact_checks.router, contacts.router, public_card.router, api.router),
    ),
    permissions=PERMISSIONS,
    templates=HERE / "templates",
    migrations=HERE / "migrations",
    navigation=(NavItem("Entreprises", "/entreprises", frozenset({Role.RBDE, Role.HEAD})),),
    reactions=subscribers.reactions,
    answers=answers.answers,
    timed=subscribers.timed,
)
