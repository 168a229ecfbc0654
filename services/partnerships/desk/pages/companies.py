"""The list of companies, their cards, and correcting them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import parse_qsl
from uuid import UUID

from fastapi import Depends, Request, Response

from contracts.identifiers import SiteKey
from services.chassis.base.errors import NotFound
from services.chassis.database.readings import Together
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.lycee_choice import chooser_of, communes_shown
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.acquaintances.commands import follow_company
from services.partnerships.acquaintances.queries import likely, read_site_name
from services.partnerships.activities.model.sectors import SECTIONS
from services.partnerships.base.calendar import local_date
from services.partnerships.base.distances import Distances
from services.partnerships.base.forms import LyceeForm
from services.partnerships.base.labels import choices
from services.partnerships.cards.queries import read_company
from services.partnerships.companies.commands import correct_company
from services.partnerships.companies.forms import CompanyForm
from services.partnerships.companies.pages import field_choices, readable, writer
from services.partnerships.company_list.labels import LAST_EXCHANGES
from services.partnerships.company_list.pages.filters import (
    ALL,
    MINE,
    RADII,
    CompanyQuery,
    list_again,
)
from services.partnerships.company_list.pages.lines import LineOptions, lines_of
from services.partnerships.company_list.queries.columns import leads_of, stages_of
from services.partnerships.company_list.queries.ids import COUNTED_MAX
from services.partnerships.company_list.queries.pages import CompanyPage, read_companies
from services.partnerships.company_views.model import USUAL_COLUMNS, CompanyView
from services.partnerships.company_views.pages.list_filter import (
    Sought,
    formation_labels,
    formations_taught,
    seek,
)
from services.partnerships.company_views.store import VIEWS
from services.partnerships.company_words.queries import read_misspelt
from services.partnerships.desk.pages.company_page import draw_card
from services.partnerships.exchanges.pages.form_parts import blank_interaction
from services.partnerships.exports.model import ExportMapping
from services.partnerships.exports.store import MAPPINGS
from services.partnerships.partnerships.labels import STAGES
from services.partnerships.permissions import (
    EXPORT_COMPANIES,
    EXPORT_CONTACTS,
    LIST_CONTACTS,
    MANAGE_COMPANIES,
    PERMISSIONS,
    SAVE_VIEWS,
    SEE_COMPANIES,
)

router = Router()


@router.page("/entreprises", action=SEE_COMPANIES)
async def companies(
    request: Request,
    uow: RequestUnitOfWork,
    asked: Annotated[CompanyQuery, Depends()],
    apres: UUID | None = None,
    plus: str = "",
) -> Response:
    """The list, sorted and filtered; by default the lycée's own companies by name."""
    views, mappings = await _kept(request, uow)
    sought = await seek(request, uow, asked, bare=not request.url.query, views=views)
    asked = sought.asked
    here = list_again(asked.listing().query, apres).partition("?")[2]
    found = await read_companies(
        uow, words=asked.q, mine=asked.mine, after=apres, asked=sought.chosen
    )
    formations = await formation_labels(request, uow, sought.formations)
    return render(
        request,
        "partnerships/desk/companies.html",
        page=found,
        **_lines(request, uow, sought, found),
        listing=asked.listing(),
        sought=sought,
        formations=list(({asked.formation: asked.formation} | dict(formations)).items()),
        view_told=sought.told(formations),
        told_besides=asked.told(formations) if _asks_besides(asked) else [],
        may_save=PERMISSIONS.allows(context_of(request).user, SAVE_VIEWS),
        **await _more_columns(uow, sought.columns, [item.id for item in found.items]),
        words=asked.q.strip(),
        shown=MINE if asked.mine else ALL,
        first=apres is None,
        here=here,
        listed=parse_qsl(here),
        perhaps=[] if found.items else await read_misspelt(uow, asked.q),
        **_exports(request, mappings),
        **_filters(asked, unfolded=bool(plus)),
        **writer(request),
    )


_OFFERED: Mapping[str, Any] = {
    "sectors": [(letter, label) for letter, (_, _, label) in SECTIONS.items()],
    "last_exchanges": choices(LAST_EXCHANGES),
    "radii": [(km, f"{km}\u00a0km autour") for km in RADII],
}
_KEPT = Together(VIEWS, MAPPINGS)


def _filters(asked: CompanyQuery, *, unfolded: bool) -> dict[str, Any]:
    """What the form of the list offers and shows; `unfolded`: with the filters few ask for."""
    town = {"town": asked.town, "unknown_town": asked.unknown_town}
    return {**town, "unfolded": unfolded, **_OFFERED}


async def _kept(
    request: Request, uow: UnitOfWork
) -> tuple[Sequence[CompanyView], Sequence[ExportMapping]]:
    """The views the reader may use, and how the bureau takes the list to other programs."""
    user = context_of(request).user
    asked = {"account_id": user.account_id}
    if not PERMISSIONS.allows(user, EXPORT_CONTACTS):
        return await VIEWS.of(uow, asked), []
    found = await _KEPT.of(uow, asked)
    return found[VIEWS], found[MAPPINGS]


def _exports(request: Request, mappings: Sequence[ExportMapping]) -> dict[str, Any]:
    """What of the list may be taken away."""
    user = context_of(request).user
    return {
        "may_export": PERMISSIONS.allows(user, EXPORT_COMPANIES),
        "may_export_contacts": PERMISSIONS.allows(user, EXPORT_CONTACTS),
        "may_list_contacts": PERMISSIONS.allows(user, LIST_CONTACTS),
        "mappings": mappings,
    }


def _lines(request: Request, uow: UnitOfWork, sought: Sought, found: CompanyPage) -> dict[str, Any]:
    """The lines of the page, whether a distance is said in one of them, how far they are counted."""
    shows_place = "commune" in sought.columns
    distances = Distances(communes_shown(request) if shows_place else {}, chooser_of(request).tags)
    options = LineOptions(
        today=local_date(uow.now),
        distances=distances,
        own_said=not sought.asked.mine or sought.view is not None,
        several=bool(chooser_of(request).tags),
    )
    lines = lines_of(found.items, options)
    flies = any(line.far and line.far.km for line in lines)
    return {"lines": lines, "flies": flies, "counted_max": COUNTED_MAX}


def _asks_besides(asked: CompanyQuery) -> bool:
    """Whether the address filters by what the form of the list does not show."""
    return any(asked.conditions[name] for name in ("depuis", "avant", "etape", "chef"))


async def _more_columns(
    uow: UnitOfWork, columns: Collection[str], ids: Sequence[UUID]
) -> dict[str, Any]:
    """What a view's columns need besides."""
    return {
        "columns": columns,
        "usual": columns == USUAL_COLUMNS,
        "stages": await stages_of(uow, ids) if "partenariat" in columns else {},
        "stage_labels": STAGES,
        "leads": await leads_of(uow, ids) if "chef" in columns else {},
    }


@router.fragment("/entreprises/fragments/filtres", action=SEE_COMPANIES)
async def filters(request: Request) -> Response:
    """The filters that few ask for, once somebody unfolds them."""
    listing = CompanyQuery().listing()
    template = "partnerships/desk/_more_filters.html"
    return render(request, template, listing=listing, formations=[], **_OFFERED)


@router.fragment("/entreprises/fragments/formations", action=SEE_COMPANIES)
async def taught(request: Request, uow: RequestUnitOfWork) -> Response:
    """The filter by formation: what is taught is asked once somebody unfolds it."""
    formations = list((await formations_taught(request, uow)).items())
    return render(request, "partnerships/desk/fragment_formations.html", formations=formations)


@router.fragment("/entreprises/fragments/sites/{site_key}/nom", action=SEE_COMPANIES)
async def site_name(request: Request, site_key: str, uow: RequestUnitOfWork) -> Response:
    """The name of a site's company, for pages that may not keep it."""
    try:
        key = SiteKey(site_key)
    except ValueError:
        raise NotFound from None
    company_id, name = await read_site_name(uow, key)
    return render(
        request,
        "partnerships/desk/fragment_site_name.html",
        company_id=company_id,
        company_name=name,
    )


@router.page("/entreprises/{company_id}", action=SEE_COMPANIES)
async def company(request: Request, company_id: UUID, uow: RequestUnitOfWork) -> Response:
    """A company's card."""
    return await draw_card(request, uow, blank_interaction(request, uow), company_id)


@router.page("/entreprises/{company_id}/correction", action=MANAGE_COMPANIES)
async def correction(request: Request, company_id: UUID, uow: RequestUnitOfWork) -> Response:
    """A card to correct."""
    known = (await read_company(uow, company_id)).company
    typed = Typed.blank(CompanyForm, **vars(known.details), version=known.version)
    return await _correction(request, uow, typed, company_id)


async def _correction(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], company_id: UUID
) -> Response:
    card = await read_company(uow, company_id)
    return render(
        request,
        "partnerships/desk/company_correction.html",
        company=card.company,
        likely=likely(card),
        typed=readable(typed),
        **field_choices(),
        **writer(request),
    )


@router.form("/entreprises/{company_id}/correction", action=MANAGE_COMPANIES, redisplay=_correction)
async def correct(
    company_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CompanyForm], form_of(CompanyForm)],
) -> Response:
    """Correct a card unless somebody else just did."""
    form = typed.model
    await correct_company(
        uow,
        company_id=company_id,
        version=form.version,
        details=form.details(),
        uai=form.uai,
        now=uow.now,
    )
    return see_other(f"/entreprises/{company_id}", notice="Fiche corrigée.")


@router.form("/entreprises/{company_id}/suivi", action=MANAGE_COMPANIES, redisplay=draw_card)
async def follow(
    company_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LyceeForm], form_of(LyceeForm)],
) -> Response:
    """Take a company of the shared registry on the lycée's list."""
    await follow_company(uow, company_id=company_id, uai=typed.model.uai)
    return see_other(f"/entreprises/{company_id}", notice="Ajoutée à vos entreprises.")
