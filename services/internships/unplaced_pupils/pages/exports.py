"""Lists that go out: the pupils of a period by class, with where each stands; those without a place."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response

from services.chassis.base.errors import NotFound
from services.chassis.exports.file_answer import about, answer_export, begin_piece
from services.chassis.exports.sheet import Column, Row
from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.web.requests.lycee_choice import chooser_of
from services.chassis.web.router import Router
from services.chassis.web.views.french import date_range
from services.internships.base.days import local_date
from services.internships.coverage.queries.periods import (
    ClassGroup,
    PupilLine,
    read_period,
    read_pupils_of_period,
)
from services.internships.hosts.pages import host_names, named
from services.internships.participations.labels import EXEMPTIONS, STANDINGS
from services.internships.periods.model import Period
from services.internships.permissions import EXPORT_PUPILS
from services.internships.unplaced_pupils.pages.unplaced import PATH, UnplacedQuery, filter_of
from services.internships.unplaced_pupils.queries import (
    SearchFilter,
    Searching,
    read_choices,
    read_searching,
)

router = Router()

COLUMNS = (
    *(Column("Élève", 30), Column("Classe", 14), Column("Formation", 34), Column("Situation", 24)),
    *(Column("Dispense", 28), Column("Lieu d’accueil", 40), Column("Commune"), Column("SIRET", 17)),
    *(Column("Premier jour", 13), Column("Dernier jour", 13), Column("Semaines", 10)),
)
SEARCHING_COLUMNS = (
    *(Column("Élève", 30), Column("Classe", 14), Column("Premier jour", 13)),
    *(Column("Dernier jour", 13), Column("Situation", 24), Column("Lycée", 14)),
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
    hosts = [pupil.host for group in shown for pupil in group.pupils]
    names = await host_names(request, period.uai, hosts)
    shown = [replace(group, pupils=named(group.pupils, names)) for group in shown]
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


@router.page(f"{PATH}.csv", action=EXPORT_PUPILS)
@router.page(f"{PATH}.xlsx", action=EXPORT_PUPILS)
async def export_searching(
    request: Request, asked: Annotated[UnplacedQuery, Depends()]
) -> Response:
    """The pupils without a place whom the page shows, on all its pages."""
    async with begin_piece(request) as uow:
        wanted = filter_of(asked.listing(await read_choices(uow, local_date(uow.now))))
        for uai in sorted(uow.scope.uais):
            await note_reading(uow, action=EXPORT_PUPILS.name, resource_id=None, uai=uai)
    return await answer_export(
        request,
        "eleves-sans-lieu",
        SEARCHING_COLUMNS,
        _searching(request, wanted),
        about=about(
            request,
            "Élèves sans lieu d’accueil confirmé",
            f"Classe\u00a0: {wanted.class_label}" if wanted.class_label else "",
            f"Situation\u00a0: {STANDINGS[wanted.standing][0]}" if wanted.standing else "",
        ),
    )


async def _searching(request: Request, wanted: SearchFilter) -> AsyncIterator[Sequence[Row]]:
    after: str | None = None
    while True:
        try:
            async with begin_piece(request) as uow:
                day = local_date(uow.now)
                page = await read_searching(uow, asked=wanted, today=day, after=after)
        except NotFound:  # whoever was left on the list has got a place meanwhile
            return
        yield [_seeker(request, one) for one in page.items]
        if (after := page.after) is None:
            return


def _seeker(request: Request, one: Searching) -> Row:
    lycee = chooser_of(request).tags.get(one.uai, one.uai)
    return (
        *(one.name, one.class_label, one.starts_on, one.ends_on),
        *(STANDINGS[one.standing][0], lycee),
    )
