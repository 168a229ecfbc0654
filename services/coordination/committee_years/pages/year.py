"""A year of a committee: its figures, what is said of it, and where its files are."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.committee_years import labels
from services.coordination.committee_years.commands import say_of_year
from services.coordination.committee_years.forms import YearWordsForm
from services.coordination.committee_years.model import WORDS_CHARACTERS_MAX
from services.coordination.committee_years.pages.axes import ask_axes
from services.coordination.committee_years.queries import read_year, years_of
from services.coordination.news.model.calendar import local_date
from services.coordination.permissions import MANAGE_COMMITTEES

router = Router()
YEAR = "/comites/{committee_id}/bilan"


@router.page(YEAR, action=MANAGE_COMMITTEES)
async def year(
    request: Request, uow: RequestUnitOfWork, committee_id: UUID, annee: SchoolYear | None = None
) -> Response:
    """What a committee did in a school year (bilan annuel)."""
    return await _year(request, uow, None, committee_id, annee or current_year(uow))


async def _again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], committee_id: UUID
) -> Response:
    try:
        shown = SchoolYear(typed.value("annee"))
    except ValueError:
        shown = current_year(uow)
    return await _year(request, uow, typed, committee_id, shown)


async def _year(
    request: Request,
    uow: UnitOfWork,
    typed: Typed[Any] | None,
    committee_id: UUID,
    shown: SchoolYear,
) -> Response:
    told = await read_year(uow, committee_id, shown)
    words = told.words
    return render(
        request,
        "coordination/committee_years/year.html",
        told=told,
        committee=told.committee,
        labels=labels,
        axes=await ask_axes(request, uow, committee_id, shown),
        years=await years_of(uow, committee_id, shown),
        typed=typed
        or Typed.blank(
            YearWordsForm,
            annee=shown,
            words=words.text if words else None,
            version=words.version if words else None,
        ),
        words_max=WORDS_CHARACTERS_MAX,
    )


@router.form(YEAR, action=MANAGE_COMMITTEES, redisplay=_again)
async def say(
    committee_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[YearWordsForm], form_of(YearWordsForm)],
) -> Response:
    """Say what is to be remembered of a year."""
    form = typed.model
    await say_of_year(
        uow,
        committee_id=committee_id,
        year=form.annee,
        text=form.words or None,
        version=form.version,
        now=uow.now,
    )
    return see_other(
        f"/comites/{committee_id}/bilan?annee={form.annee}", notice="Texte enregistré."
    )


def current_year(uow: UnitOfWork) -> SchoolYear:
    """The school year of today."""
    return SchoolYear.of(local_date(uow.now))
