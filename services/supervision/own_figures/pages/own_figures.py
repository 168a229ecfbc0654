"""How a lycée stands, and whether that is better than a month ago, or a year ago at the same date."""

from itertools import groupby

from fastapi import Request, Response

from contracts.identifiers import Uai
from services.chassis.base.identity import Role
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import CurrentIdentity
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.french import plural
from services.supervision.base.figure_words import parts, said
from services.supervision.objectives.labels import aimed
from services.supervision.own_figures.model.trends import (
    FIRST_READ,
    Beside,
    Summary,
    Verdict,
    has_figures,
    summary,
)
from services.supervision.own_figures.pages.own_lycee import (
    OWN,
    choice,
    follow,
    name_of,
    reading,
    the_only_one,
)
from services.supervision.own_figures.queries import own_figures
from services.supervision.permissions import SEE_OWN_FIGURES
from services.supervision.report_figures.labels import headline_change

router = strict_router()
TITLE = "Nos chiffres"
ADDRESS = f"{OWN}/{{uai}}"
LOOKS = {Verdict.BETTER: "success", Verdict.WORSE: "warning", Verdict.SAME: "neutral"}


@router.page(OWN, action=SEE_OWN_FIGURES)
async def show_own(request: Request, identity: CurrentIdentity) -> Response:
    """The figures of one’s lycée; of who works for several, the choice (nos chiffres)."""
    only = the_only_one(request)
    if only is None:
        return choice(request, identity, title=TITLE)
    return await _page(request, identity, only)


@router.page(ADDRESS, action=SEE_OWN_FIGURES)
async def show_lycee(request: Request, uai: Uai, identity: CurrentIdentity) -> Response:
    """The figures of one lycée."""
    return await _page(request, identity, uai)


async def _page(request: Request, identity: CurrentIdentity, uai: Uai) -> Response:
    async with reading(request, uai) as uow:
        await follow(request, uow, uai)
        found = await own_figures(uow, uai)
    by_code = {one.indicator.code: one for one in found.lines}
    return render(
        request,
        "supervision/own_figures/own_figures.html",
        uai=uai,
        lycee=name_of(identity, uai),
        heads=Role.HEAD in identity.roles_at(uai),
        found=found,
        first_read=[by_code[code] for code in FIRST_READ],
        themes=[
            (theme, list(of)) for theme, of in groupby(found.lines, lambda one: one.indicator.theme)
        ],
        kept=[one.label for one in found.publication.closed],
        any_figure=has_figures(found.lines),
        since_month=standing(summary(one.month for one in found.lines)),
        since_year=standing(summary(one.year for one in found.lines)),
        # Of a lycée that was not there a year ago a whole column would say so.
        any_year=any(one.year for one in found.lines),
        looks=LOOKS,
        said=said,
        parts=parts,
        moved=moved,
        aimed=aimed,
    )


def moved(one: Beside) -> str:
    """« +3 », « −2,5 points », « inchangé »; empty where there is nothing to compare."""
    return headline_change(one.headline)


def standing(of: Summary) -> str:
    """« 3 chiffres mieux, 1 moins bien, 2 inchangés »; empty where nothing can be compared."""
    told = [
        f"{plural(of.better, 'chiffre')} mieux" if of.better else "",
        f"{of.worse} moins bien" if of.better and of.worse else "",
        f"{plural(of.worse, 'chiffre')} moins bien" if of.worse and not of.better else "",
        plural(of.same, "inchangé") if of.same else "",
    ]
    return ", ".join(filter(None, told))
