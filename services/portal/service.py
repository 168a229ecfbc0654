"""The portal as a service the chassis can run."""

from pathlib import Path
from typing import TYPE_CHECKING

from services.chassis.base.identity import Identity
from services.chassis.database.feature_tables import with_tables
from services.chassis.service.spec import OnStart, Routers, Service
from services.portal.answers import answers
from services.portal.base.metadata import metadata
from services.portal.inactivity.jobs import timed
from services.portal.menu import NAMED, NAVIGATION
from services.portal.permissions import (
    PERMISSIONS,
)
from services.portal.register import REGISTER
from services.portal.retention import retention
from services.portal.subscribers import erasing, reactions

if TYPE_CHECKING:  # what answers requests, which no command does
    from services.chassis.runtime.running_service import Runtime

_HERE = Path(__file__).parent


def _routers() -> Routers:
    from services.portal.api import router as api
    from services.portal.lycee_profile.pages import router as lycee_profile
    from services.portal.routers import ROUTERS
    from services.portal.second_factor.pages.factor import router as second_factor
    from services.portal.second_factor.pages.sign_in import router as second_half

    return (api, second_factor, second_half, *ROUTERS, lycee_profile)


def _on_start() -> tuple[OnStart, ...]:
    from services.portal.demo_mailbox.server import demo_mailbox

    return (demo_mailbox,)


async def _recognise(runtime: "Runtime", secret: str) -> Identity | None:
    from services.portal.api import identity_behind

    return await identity_behind(runtime, secret)


SERVICE = Service(
    name="portal",
    title=NAMED.title,
    prefixes=("/", "/api/portal"),
    metadata=with_tables(metadata, _HERE),
    register=REGISTER,
    routers=_routers,
    permissions=PERMISSIONS,
    retention=retention,
    templates=_HERE / "templates",
    migrations=_HERE / "migrations",
    navigation=NAVIGATION,
    reactions=reactions,
    erasing=erasing,
    answers=answers,
    timed=timed,
    serves_static=True,
    watches_disk=True,
    on_start=_on_start,
    recognise=_recognise,
)
