"""What a notice says of a file of the training offer, its opinions and bodies, asked each time it is read."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from contracts.notices import NoticeFacts, NoticeKind, NoticeLine, NoticesAnswer, NoticesRequest
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import date_fr
from services.coordination.base.answers import notices_of
from services.coordination.news.model.calendar import local_date
from services.coordination.news.model.text import cut
from services.coordination.offer_calendar.model import OfferDate
from services.coordination.offer_calendar.queries import read_dates
from services.coordination.offer_files.labels import (
    BODIES,
    CHANGES,
    CORRECTIONS,
    OPINIONS,
    STAGES,
    STATES,
    rentree,
)
from services.coordination.offer_files.model.offer_file import Opinion
from services.coordination.offer_files.queries import (
    FileCut,
    ListedFile,
    read_files,
    read_opinions,
    read_some,
)

OBJECT_CHARACTERS_MAX = 80


@notices_of(NoticeKind.OFFER_FILE_MOVED)
async def notices_of_offer_files(request: NoticesRequest, uow: UnitOfWork) -> NoticesAnswer:
    """Where a file about a lycée stands, to that lycée: a draft is told nobody."""
    asked: set[UUID] = {
        one.about for one in request.asked if one.kind is NoticeKind.OFFER_FILE_MOVED
    }
    found = await read_some(uow, asked) if asked else {}
    return NoticesAnswer(
        facts=tuple(
            _facts(found[one.about])
            if one.kind is NoticeKind.OFFER_FILE_MOVED and one.about in found
            else None
            for one in request.asked
        )
    )


def _facts(listed: ListedFile) -> NoticeFacts:
    one, facts = listed.file, listed.file.facts
    correction = f", {CORRECTIONS[one.correction][0].lower()}" if one.correction else ""
    lines = [
        ("Demande", CHANGES[facts.change]),
        ("Formation", facts.formation),
        ("Lycée", listed.lycee),
        ("Effet", rentree(facts.effect_year)),
        ("État", f"{STATES[one.state][0]}{correction}"),
    ]
    return NoticeFacts(
        standing=one.published,
        object=cut(facts.formation, OBJECT_CHARACTERS_MAX),
        lines=tuple(NoticeLine(label=label, text=text) for label, text in lines),
        path=f"/offre/{one.id}",
    )


@notices_of(NoticeKind.OFFER_OPINION_GIVEN)
async def notices_of_opinions(request: NoticesRequest, uow: UnitOfWork) -> NoticesAnswer:
    """What a body said of a file about a lycée, to that lycée; what is typed beside it stays on the page."""
    asked = {one.about for one in request.asked if one.kind is NoticeKind.OFFER_OPINION_GIVEN}
    opinions = await read_opinions(uow, asked) if asked else {}
    files = await read_some(uow, {one.file_id for one in opinions.values()}) if opinions else {}

    def said(about: UUID) -> NoticeFacts | None:
        one = opinions.get(about)
        listed = files.get(one.file_id) if one else None
        return _opinion(one, listed) if one and listed else None

    return NoticesAnswer(
        facts=tuple(
            said(one.about) if one.kind is NoticeKind.OFFER_OPINION_GIVEN else None
            for one in request.asked
        )
    )


def _opinion(one: Opinion, listed: ListedFile) -> NoticeFacts:
    facts = listed.file.facts
    lines = [
        ("Instance", BODIES[one.body]),
        ("Avis", f"{OPINIONS[one.opinion][0]}, {STAGES[one.stage].lower()}"),
        ("Donné le", date_fr(one.given_on)),
        ("Formation", facts.formation),
        ("Lycée", listed.lycee),
    ]
    return NoticeFacts(
        standing=listed.file.published and one.withdrawn_at is None,
        object=cut(facts.formation, OBJECT_CHARACTERS_MAX),
        lines=tuple(NoticeLine(label=label, text=text) for label, text in lines),
        path=f"/offre/{listed.file.id}",
    )


DATES = (NoticeKind.OFFER_DATE_MOVED, NoticeKind.OFFER_DATE_ADDED)


@notices_of(*DATES)
async def notices_of_dates(request: NoticesRequest, uow: UnitOfWork) -> NoticesAnswer:
    """When a body that sees files of a lycée meets, to that lycée, while one of them waits for it."""
    asked = {one.about for one in request.asked if one.kind in DATES}
    dates = await read_dates(uow, asked) if asked else {}
    files = await read_files(uow, FileCut()) if dates else ()
    return NoticesAnswer(
        facts=tuple(
            _date(one.kind, dates[one.about], files, today=local_date(uow.now))
            if one.kind in DATES and one.about in dates
            else None
            for one in request.asked
        )
    )


def _date(
    kind: NoticeKind, one: OfferDate, files: Sequence[ListedFile], *, today: date
) -> NoticeFacts:
    plan = one.plan
    seen = [
        listed.file.facts.formation
        for listed in files
        if listed.file.published
        and one.concerns(listed.file.facts.lycee, listed.file.facts.effect_year)
    ]
    lines = [
        ("Instance", BODIES[plan.body]),
        ("Réunion", "retirée du calendrier" if one.removed_at else date_fr(plan.meets_on)),
        *([("Dépôt jusqu’au", date_fr(plan.due_on))] if plan.due_on and not one.removed_at else []),
        ("Effet", rentree(plan.effect_year)),
        ("Dossiers", cut(", ".join(seen), OBJECT_CHARACTERS_MAX)),
    ]
    there = one.removed_at is None or kind is NoticeKind.OFFER_DATE_MOVED
    return NoticeFacts(
        standing=bool(seen) and there and plan.meets_on >= today,
        object=BODIES[plan.body],
        lines=tuple(NoticeLine(label=label, text=text) for label, text in lines if text),
        path="/offre/calendrier",
    )
