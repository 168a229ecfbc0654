"""Read models that another release's fold made: they are to be made again from the beginning."""

from collections.abc import Sequence

from sqlalchemy import select

from services.chassis.database.tables import watermarks
from services.chassis.operations.measures import Finding, Gauge
from services.chassis.projections.spec import Projection
from services.chassis.unit_of_work.unit_of_work import UnitOfWork


async def is_outdated(uow: UnitOfWork, projection: Projection) -> bool:
    """Whether rows of a read model were made by another fold than this release's."""
    if projection.fingerprint is None:
        return False
    of = watermarks.c
    made_by = select(of.fold).where(of.projection == projection.name)
    return any(one != projection.fingerprint for one in (await uow.execute(made_by)).scalars())


async def outdated_gauges(
    uow: UnitOfWork, *, projection: Projection, command: str
) -> Sequence[Gauge]:
    """One gauge while a read model waits to be made again; `command` does it by hand."""
    if not await is_outdated(uow, projection):
        return []
    finding = Finding(
        "fold-outdated",
        "Les tableaux sont encore ceux d’une version précédente de Passerelle\u202f: des chiffres peuvent y "
        "manquer.",
        "Rien à faire si c’est «\u00a0passerelle up\u00a0» qui tourne\u202f: il les reconstruit, et les pages "
        f"répondent pendant ce temps. Pour des services lancés un par un\u00a0: «\u00a0{command}\u00a0».",
    )
    return [Gauge("outdated_read_models", "Tableaux à reconstruire", 1, None, finding)]
