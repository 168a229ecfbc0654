"""Lists that go out: the pupils of a period by class, with where each stands."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from fastapi import Request, Response

from services.chassis.audit import note_reading
from services.chassis.exporting.answering import about, answer_export, begin_piece
from services.chassis.exporting.sheet import Column, Row
from services.chassis.web.french import date_range
from services.chassis.web.routing import Router
from services.internships.domain.period import Period
from services.internships.pages.labels import EXEMPTIONS, STANDINGS
from services.internships.permissions import EXPORT_PUPILS
from services.internships.queries.periods import (
    ClassGroup,
    PupilLine,
    read_period,
    read_pupils_of_period,
)

router = Router()

COLUMNS = (
    *(Column("Élève", 30), Column("Classe", 14), Column("Formation", 34), Column("Situation", 24)),
    *(Column("Dispense", 28), Column("Lieu d’accueil", 40), Column("Commune"), Column("SIRET", 17)),
    *(Column("Premier jour", 13), Column("Dernier jour", 13), Column("Semaines", 10)),
)


@router.page("/pfmp/periodes/{period_id}/eleves.csv", action=EXPORT_PUPILS)
@router.page("/pfmp/periodes/{period_id}/eleves.xlsx", action=EXPORT_PUPILS)
async def export_pupils(request: Request, period_id: UUID, classe: str = "") -> Response:
    """The pupils of a period, of one class or of all."""
    async with begin_piece(request) as uow:
        period = (await read_period(uow, period_id)).period
        await note_reading(uow, action=EXPORT_PUPILS.name, resource_id=period.id, uai=period.uai)
        groups = await read_pupils_of_period(uow, period_id)
    shown = [group for group in groups if not classe or group.label == classe]
    return await answer_export(
        request,
        "eleves-pfmp",
        COLUMNS,
        _pupils(period, shown),
        about=about(
            request,
            "Élèves et lieux d’accueil",
            f"PFMP {date_range(period.starts_on, period.ends_on, weekday=False)}",
            f"Classe\u00a0: {classe}" if classe else "",
            of=period.uai,
        ),
    )


async def _pupils(period: Period, groups: Sequence[ClassGroup]) -> AsyncIterator[Sequence[Row]]:
    for group in groups:
        yield [_pupil(period, group, pupil) for pupil in group.pupils]


def _pupil(period: Period, group: ClassGroup, pupil: PupilLine) -> Row:
    host = pupil.host
    return (
        *(pupil.name, group.label, group.formation, STANDINGS[pupil.standing][0]),
        EXEMPTIONS[pupil.exemption] if pupil.exemption else None,
        *((host.label, host.commune, host.site_key.siret) if host else (None, None, None)),
        *(period.starts_on, period.ends_on, period.weeks),
    )
