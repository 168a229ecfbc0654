"""A small service with pages, for tests of the web side of the chassis.

It is called `internships` because it speaks that service's events.
"""

from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, Table, Text, Uuid

from services.chassis.base.identity import Role
from services.chassis.database.tables import chassis_tables
from services.chassis.service.spec import Service
from services.chassis.unit_of_work.permissions import Action, Permissions
from services.chassis.web.router import Router
from services.chassis.web.views.navigation import NavItem

HERE = Path(__file__).parent
METADATA = MetaData()
notes = Table(
    "notes",
    METADATA,
    Column("note_id", Uuid, primary_key=True),
    Column("uai", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
chassis_tables(METADATA)

READ_NOTES = Action("read-notes")
WRITE_NOTES = Action("write-notes")
PERMISSIONS = Permissions(
    {READ_NOTES: {Role.RBDE, Role.HEAD}, WRITE_NOTES: {Role.RBDE}},
)


def notebook(*routers: Router) -> Service:
    """The service, with these routes."""
    return Service(
        name="internships",
        title="Carnet",
        prefixes=("/notes", "/api/internships"),
        metadata=METADATA,
        routers=lambda: routers,
        permissions=PERMISSIONS,
        templates=HERE / "templates",
        migrations=HERE,
        navigation=(NavItem("Carnet", "/notes", frozenset({Role.RBDE, Role.HEAD})),),
    )
