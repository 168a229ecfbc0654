"""One class in one period: a dense table, sorted and filtered by its address."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response

from services.chassis.exports.file_answer import about, answer_export, begin_piece
from services.chassis.exports.sheet import Column, Row
from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.french import date_range
from services.chassis.web.views.listing import Listing
from services.internships.agreements.labels import AGREEMENTS
from services.internships.base.access_notes import note_pupils
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.classes.model import NextStep
from services.internships.classes.queries import (
    ClassInPeriod,
    ClassOrder,
    ClassPupil,
    read_class_in_period,
    read_classes_of_period,
)
from services.internships.hosts.pages import with_host_names
from services.internships.participations.labels import EXEMPTIONS, SHORT_STANDINGS, STANDINGS
from services.internships.participations.model import PupilSituation
from services.internships.periods.model import PeriodStatus
from services.internships.permissions import EXPORT_PUPILS, PERMISSIONS, SEE_PFMP

router = Router()
HERE = "/pfmp/periodes/{period_id}/classes/{class_id}"
STEPS: Mapping[NextStep, str] = {
    NextStep.PROPOSE: "Proposer un lieu",
    NextStep.CONFIRM: "Confirmer ou retirer",
    NextStep.CHOOSE_TUTOR: "Choisir le tuteur",
    NextStep.PREPARE_AGREEMENT: "Préparer la convention",
    NextStep.ISSUE_AGREEMENT: "Émettre la convention",
    NextStep.HAVE_SIGNED: "Faire signer",
    NextStep.ANSWER_REFUSAL: "Voir le refus de signer",
}
COLUMNS = (
    *(Column("Élève", 30), Column("Classe", 14), Column("Formation", 34), Column("Situation", 24)),
    *(Column("Dispense", 28), Column("Lieu d’accueil", 40), Column("Commune"), Column("SIRET", 17)),
    *(Column("Premier jour", 13), Column("Dernier jour", 13)),
    *(Column("Convention", 20), Column("Référent", 24)),
)


@dataclass(frozen=True)
class ClassQuery:
    """The query of the address; what is not known there is left out."""

    situation: str = ""
    tri: str = ""

    def listing(self, period_id: UUID, class_id: UUID) -> Listing:
        """The table's headings and filters as links."""
        standing = self.situation if self.situation in set(PupilSituation) else ""
        path = HERE.format(period_id=period_id, class_id=class_id)
        return Listing(path, tuple(ClassOrder), self.tri, {"situation": standing})


@dataclass(frozen=True)
class Choice:
    """One of the situations the table is filtered by, as a link."""

    label: str
    count: int
    href: str
    chosen: bool


@router.page(HERE, action=SEE_PFMP)
async def class_in_period(
    request: Request,
    period_id: UUID,
    class_id: UUID,
    uow: RequestUnitOfWork,
    asked: Annotated[ClassQuery, Depends()],
) -> Response:
    """The pupils of a class in a period, all of them in one screen."""
    found, listing = (
        await read_class_in_period(uow, period_id, class_id),
        asked.listing(period_id, class_id),
    )
    uai = found.period.uai
    # Before they are sorted: by the name that is read.
    found = replace(found, pupils=await with_host_names(request, uai, found.pupils))
    await note_pupils(uow, [uai], period_id=period_id)
    shown = _shown(found, listing)
    return draw(
        request,
        "internships/classes/class_in_period.html",
        of=uai,
        period=found.period,
        school_class=found.school_class,
        found=found,
        shown=shown,
        classes=await read_classes_of_period(uow, period_id),
        own_dates=any(found.has_own_dates(one) for one in shown),
        choices=_choices(found, listing),
        listing=listing,
        published=found.period.status is PeriodStatus.PUBLISHED,
        begun=found.period.starts_on <= local_date(uow.now),
        may_export=PERMISSIONS.allows(context_of(request).user, EXPORT_PUPILS),
        standings=SHORT_STANDINGS,
        exemptions=EXEMPTIONS,
        agreements=AGREEMENTS,
        steps=STEPS,
    )


def _shown(found: ClassInPeriod, listing: Listing) -> Sequence[ClassPupil]:
    asked = listing.filters["situation"]
    standing = PupilSituation(asked) if asked else None
    return found.shown(standing, ClassOrder(listing.order), descending=listing.descending)


def _choices(found: ClassInPeriod, listing: Listing) -> list[Choice]:
    """All, then each situation somebody is in; the chosen one stays when nobody is there any more."""
    chosen = listing.filters["situation"]
    offered = [("", "Tous", len(found.pupils))]
    for standing, count in found.counts.items():
        if count or standing == chosen:
            offered.append((standing.value, SHORT_STANDINGS[standing][0], count))
    return [
        Choice(label, count, replace(listing, filters={"situation": value}).first, value == chosen)
        for value, label, count in offered
    ]


@router.page(HERE + "/eleves.csv", action=EXPORT_PUPILS)
@router.page(HERE + "/eleves.xlsx", action=EXPORT_PUPILS)
async def export_class(
    request: Request, period_id: UUID, class_id: UUID, asked: Annotated[ClassQuery, Depends()]
) -> Response:
    """What the table shows, in its order."""
    async with begin_piece(request) as uow:
        found = await read_class_in_period(uow, period_id, class_id)
        period = found.period
        await note_reading(uow, action=EXPORT_PUPILS.name, resource_id=period.id, uai=period.uai)
    listing = asked.listing(period_id, class_id)
    standing = listing.filters["situation"]
    return await answer_export(
        request,
        "eleves-classe",
        COLUMNS,
        _rows(found, await with_host_names(request, period.uai, _shown(found, listing))),
        about=about(
            request,
            "Élèves et lieux d’accueil",
            f"PFMP {date_range(period.starts_on, period.ends_on, weekday=False)}",
            f"Classe\u00a0: {found.school_class.label}",
            f"Situation\u00a0: {STANDINGS[PupilSituation(standing)][0]}" if standing else "",
            of=period.uai,
        ),
    )


async def _rows(found: ClassInPeriod, shown: Sequence[ClassPupil]) -> AsyncIterator[Sequence[Row]]:
    yield [_row(found.school_class.label, one) for one in shown]


def _row(label: str, pupil: ClassPupil) -> Row:
    host = pupil.host
    return (
        *(pupil.name, label, pupil.formation, STANDINGS[pupil.standing][0]),
        EXEMPTIONS[pupil.exemption] if pupil.exemption else None,
        *((host.label, host.commune, host.site_key.siret) if host else (None, None, None)),
        *(pupil.first_on, pupil.last_on),
        AGREEMENTS[pupil.agreement][0] if pupil.agreement else None,
        pupil.referent,
    )
