"""Notes for a working group, to print: a sheet for each file, what leaves the DSDEN and no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request, Response

from contracts.supervision.evidence import FormationEvidence
from services.chassis.base.errors import NotFound
from services.chassis.reference.nomenclatures.communities import community_name
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.strict_query import asked_id
from services.chassis.web.views.forms import Typed, form_of
from services.chassis.web.views.french import month_name
from services.coordination.news.model.calendar import local_date
from services.coordination.offer_calendar.queries import read_next
from services.coordination.offer_cards.pages.card import named_trades
from services.coordination.offer_cards.pages.evidence import ask_evidence, evidence_words
from services.coordination.offer_files.labels import labels
from services.coordination.offer_files.queries import FileCard, FileCut, read_cards, read_files
from services.coordination.offer_notes.forms import AT_ONCE, NoteForm
from services.coordination.offer_notes.model import Month, by_month, quoted
from services.coordination.permissions import PREPARE_OFFER

router = Router()
NOTE = "/offre/note"


@dataclass(frozen=True)
class Sheet:
    """What is printed of one file."""

    card: FileCard
    trades: Sequence[tuple[str, str]]
    territory: str | None
    evidence: FormationEvidence | None
    months: Sequence[tuple[Month, int]]
    quotes: Sequence[str]


@router.page(NOTE, action=PREPARE_OFFER)
async def note(request: Request, uow: RequestUnitOfWork) -> Response:
    """A note about the files that are asked for; without one, they are to be chosen."""
    return await _note(request, uow, Typed.blank(NoteForm))


async def _note(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    asked = _asked(request)
    dates = await read_next(uow)
    group = asked_id(request, "groupe")
    sheets = [await _sheet(request, uow, card) for card in await _cards(uow, asked)]
    return render(
        request,
        "coordination/offer_notes/note.html",
        typed=typed,
        sheets=sheets,
        asked=[str(one) for one in asked],
        files=await read_files(uow, FileCut()),
        dates=dates,
        group=next((one for one in dates if one.date.id == group), None),
        today=local_date(uow.now),
        month_name=month_name,
        **evidence_words(),
        **labels(),
    )


@router.form(NOTE, action=PREPARE_OFFER, redisplay=_note)
async def choose(typed: Annotated[Typed[NoteForm], form_of(NoteForm)]) -> Response:
    """Have the note of these files, at an address of its own."""
    form = typed.model
    asked = {"dossier": ",".join(map(str, form.dossier)), "groupe": form.groupe}
    query = urlencode({name: value for name, value in asked.items() if value})
    return see_other(f"{NOTE}?{query}" if query else NOTE)


def _asked(request: Request) -> Sequence[UUID]:
    found: dict[UUID, None] = {}
    for typed in request.query_params.get("dossier", "").split(","):
        try:
            found[UUID(typed)] = None
        except ValueError:
            continue
    return list(found)[:AT_ONCE]


async def _cards(uow: UnitOfWork, ids: Sequence[UUID]) -> Sequence[FileCard]:
    """Those that are still there."""
    found: list[FileCard] = []
    for one in ids:
        try:
            found += await read_cards(uow, [one])
        except NotFound:
            continue
    return found


async def _sheet(request: Request, uow: UnitOfWork, card: FileCard) -> Sheet:
    one = card.file
    signals = [(each, each.signal) for each in card.signals if each.signal]
    return Sheet(
        card,
        named_trades(one),
        community_name(one.facts.territory),
        await ask_evidence(request, one, of=uow.department_uai, leaving=True),
        list(by_month([signal for _, signal in signals]).items()),
        [quoted(signal) for each, signal in signals if each.cited],
    )
