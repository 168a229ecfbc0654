"""What a list of companies shows: what its address asks for, within a saved view."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from fastapi import Request

from contracts.identifiers import PlacementId, SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.query_route import identity_of
from services.partnerships.base.calendar import local_date
from services.partnerships.base.lycee_classes import lycee_formations, places_of_formation
from services.partnerships.capacities.pages import hosts_called
from services.partnerships.company_list.pages.filters import ALL, MINE, NO_FORMATIONS, CompanyQuery
from services.partnerships.company_list.queries.order import CompanyFilter
from services.partnerships.company_views.forms import as_typed
from services.partnerships.company_views.model import USUAL_COLUMNS, CompanyView
from services.partnerships.company_views.store import CompanyViews
from services.partnerships.company_words.queries import Hosts

FILTERS = {MINE: "Mes entreprises", ALL: "Tout le registre"}


@dataclass(frozen=True)
class Sought:
    """A list as it was asked for; the view says what the address leaves open."""

    asked: CompanyQuery
    view: CompanyView | None
    views: Sequence[CompanyView]
    """Those to choose from."""
    places: Mapping[str, tuple[PlacementId, ...]] = field(default_factory=dict)
    """The places hosts agreed to, by the formation that is asked for."""
    hosts: Hosts = field(default_factory=dict)
    """Who hosts the formations that the words of the search name."""
    untold: bool = False
    """Whether nobody could say who hosts a formation: places that are offered count alone."""

    @property
    def chosen(self) -> CompanyFilter:
        """Order and filters for the query."""
        groups = tuple(self._told(one.chosen()) for one in self.groups)
        hosts = tuple(sorted(self.hosts.items()))
        return replace(self._told(self.asked.chosen()), any_of=groups, hosts_called=hosts)

    @property
    def groups(self) -> Sequence[CompanyQuery]:
        """Groups of the view that still ask for something: one without a condition would match all."""
        groups = self.view.content.groups if self.view else ()
        return [one for one in map(in_group, groups) if any(one.conditions.values())]

    @property
    def columns(self) -> tuple[str, ...]:
        """What is shown beside the name."""
        return self.view.content.columns if self.view else USUAL_COLUMNS

    @property
    def formations(self) -> set[str]:
        """The formations that are asked for."""
        return {one.mef for one in (self.chosen, *self.chosen.any_of) if one.mef}

    def _told(self, one: CompanyFilter) -> CompanyFilter:
        return replace(one, mef_places=self.places.get(one.mef, ()))

    def told(self, formations: Mapping[str, str] = NO_FORMATIONS) -> list[str]:
        """The view in French, a sentence for each of its groups."""
        return [", ".join(one.told(formations)) for one in self.groups]


def told_whole(sought: Sought, formations: Mapping[str, str]) -> list[str]:
    """All that a list was asked for, in French, for who reads it elsewhere than on its page."""
    words = sought.asked.q.strip()
    sentences = [
        f"Filtre\u00a0: {FILTERS[MINE if sought.asked.mine else ALL]}",
        f"Recherche\u00a0: «\u00a0{words}\u00a0»" if words else "",
        f"Vue\u00a0: {sought.view.content.name}" if sought.view else "",
        "\u202f; ou bien\u00a0: ".join(sought.told(formations)),
        *sought.asked.told(formations),
    ]
    return [one for one in sentences if one]


def in_group(conditions: Mapping[str, str]) -> CompanyQuery:
    """The conditions of one group of a view, those that are still known."""
    known = CompanyQuery.__dataclass_fields__
    return CompanyQuery(**{name: value for name, value in conditions.items() if name in known})


async def seek(
    request: Request,
    uow: UnitOfWork,
    asked: CompanyQuery,
    *,
    bare: bool = False,
    views: Sequence[CompanyView] | None = None,
) -> Sought:
    """What the reader asked for; a `bare` address begins with the view they chose to begin with.

    `views`: those the reader may use, where they were read with something else.
    """
    identity = identity_of(request)
    if views is None:
        views = await CompanyViews(uow).of(identity.account_id) if identity else ()
    view = next((one for one in views if _is_asked(one, asked, bare=bare)), None)
    if view is None:
        return await _with_places(request, uow, Sought(replace(asked, vue=""), None, views))
    if identity:
        await CompanyViews(uow).note_use(view, identity.account_id, local_date(uow.now))
    whose = MINE if view.content.mine else ALL
    within = replace(
        asked,
        vue=str(view.id),
        tri=asked.tri or view.content.order,
        filtre=asked.filtre or whose,
    )
    return await _with_places(request, uow, Sought(within, view, views))


async def _with_places(request: Request, uow: UnitOfWork, sought: Sought) -> Sought:
    """What is sought, with where pupils of the formations asked for were: asked where it is needed alone."""
    told = {
        mef: await places_of_formation(request, sorted(uow.scope.uais), mef)
        for mef in sorted(sought.formations)
    }
    known = {mef: tuple(some) for mef, some in told.items() if some is not None}
    hosts = await hosts_called(request, uow, sought.asked.q)
    return replace(sought, places=known, hosts=hosts, untold=len(known) < len(told))


def _is_asked(view: CompanyView, asked: CompanyQuery, *, bare: bool) -> bool:
    return view.is_default if bare else str(view.id) == asked.vue


async def formation_labels(
    request: Request, uow: UnitOfWork, wanted: set[str]
) -> Mapping[str, str]:
    """What the lycées teach, by MEF: asked only where a list is filtered by it."""
    if not wanted:
        return NO_FORMATIONS
    return await formations_taught(request, uow)


async def formations_taught(request: Request, uow: UnitOfWork) -> Mapping[str, str]:
    """What the lycées in scope teach this year, by MEF."""
    year = SchoolYear.of(local_date(uow.now))
    return await lycee_formations(request, sorted(uow.scope.uais), year)


def prefilled(asked: CompanyQuery) -> dict[str, Any]:
    """A view of what an address asks for, as a form begins with it."""
    conditions = {
        f"{name}_1": as_typed(name, value) for name, value in asked.conditions.items() if value
    }
    listing = asked.listing()
    return {"filtre": MINE if asked.mine else ALL, "tri": listing.asked, **conditions}
