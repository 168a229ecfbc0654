"""One search for everything (recherche).

What is typed is posted: it may be a person's name, and browsers, proxies and their logs keep addresses.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import Request, Response
from pydantic import ValidationError

from contracts.partnerships.partnerships import PartnershipStage
from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.lycee_choice import chosen_among, writable
from services.chassis.web.requests.private_search import keep_words, words_sought
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.actions.labels import ACTION_STATUSES
from services.partnerships.actions.model import ACTION_KINDS
from services.partnerships.base.calendar import local_date
from services.partnerships.base.text import plain
from services.partnerships.capacities.pages import hosts_called
from services.partnerships.partnerships.labels import STAGES, VALIDITIES
from services.partnerships.permissions import (
    MANAGE_COMPANIES,
    PERMISSIONS,
    SEARCH,
    SEARCHES_PUPILS,
    SEE_TASKS,
)
from services.partnerships.search.forms import SearchForm, SuggestionForm, is_enough
from services.partnerships.search.queries.everywhere import (
    ALONE_SHOWN,
    Found,
    Group,
    Sought,
    find,
    find_companies,
    read_lately_met,
)
from services.partnerships.tasks.model import TASKS
from services.partnerships.tasks.pages.scope import task_lycees

router = Router()
PAGE = "/recherche"
SUGGESTED = f"{PAGE}/entreprises"
SUGGESTIONS = 6
FOUND_CONTACT = "find-contact"


@router.page(PAGE, action=SEARCH)
async def results(request: Request, uow: RequestUnitOfWork, groupe: str = "") -> Response:
    """What was found, or one kind of it alone; an empty field as long as nothing was looked for."""
    words = words_kept(request)
    typed = Typed.blank(SearchForm, q=words)
    if not words:
        return _page(request, typed)
    alone = Group(groupe) if groupe in set(Group) else None
    tasks_of = task_lycees(request, uow)
    groups = _groups(alone, tasks=bool(tasks_of))
    hosts = await hosts_called(request, uow, words)
    sought = Sought(words, _stages(words), groups, tasks_of, hosts)
    found = await find(uow, sought)
    await note_contacts_found(uow, found)
    return _page(request, typed, found, alone=alone, today=local_date(uow.now))


async def _again(request: Request, typed: Refused[Any]) -> Response:
    return _page(request, typed)


@router.form(PAGE, action=SEARCH, redisplay=_again, recorded=False)
async def search(
    request: Request, typed: Annotated[Typed[SearchForm], form_of(SearchForm)]
) -> Response:
    """Look for something: the page that shows it knows the words by a cookie."""
    response = see_other(PAGE)
    keep_words(request, response, typed.model.q, path=PAGE)
    return response


@router.form(SUGGESTED, action=SEARCH, recorded=False)
async def suggest(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[SuggestionForm], form_of(SuggestionForm)],
) -> Response:
    """Companies while somebody types; the last ones spoken with as long as nothing is."""
    words, shown = typed.model.q, chosen_among(request, uow.scope.uais)
    if is_enough(words):
        companies = await find_companies(uow, words, SUGGESTIONS, own=shown)
        # Asked of another service only where no company has the words: this is for each letter.
        if not companies and (hosts := await hosts_called(request, uow, words)):
            companies = await find_companies(uow, words, SUGGESTIONS, own=shown, hosts=hosts)
    else:
        companies = [] if plain(words) else await read_lately_met(uow, SUGGESTIONS, own=shown)
    return render(request, "partnerships/search/suggestions.html", companies=companies)


def words_kept(request: Request) -> str:
    """What was looked for, once it passes as it did when it was typed: a cookie holds anything."""
    try:
        return SearchForm(q=words_sought(request)).q
    except ValidationError:
        return ""


def _page(
    request: Request,
    typed: Typed[Any],
    found: Found | None = None,
    *,
    alone: Group | None = None,
    today: date | None = None,
) -> Response:
    return render(
        request,
        "partnerships/search/search.html",
        typed=typed,
        words=typed.value("q"),
        found=found,
        alone=alone,
        alone_shown=ALONE_SHOWN,
        pupils_too=alone is None and bool(context_of(request).user.roles & SEARCHES_PUPILS),
        today=today,
        may_see_tasks=PERMISSIONS.allows(context_of(request).user, SEE_TASKS),
        may_write=bool(writable(request, PERMISSIONS, MANAGE_COMPANIES)),
        stage_labels=STAGES,
        validity_labels=VALIDITIES,
        task_labels=TASKS,
        action_kinds=ACTION_KINDS,
        action_statuses=ACTION_STATUSES,
    )


def _groups(alone: Group | None, *, tasks: bool) -> frozenset[Group]:
    may = set(Group)
    if not tasks:
        may.discard(Group.TASKS)
    return frozenset(may & {alone} if alone else may)


def _stages(words: str) -> Sequence[PartnershipStage]:
    """The stages people call so: « en discussion », « actifs »."""
    typed = plain(words)
    return [stage for stage, (label, _) in STAGES.items() if typed in _called(label)]


def _called(label: str) -> tuple[str, str]:
    return plain(label), f"{plain(label)}s"


async def note_contacts_found(uow: UnitOfWork, found: Found) -> None:
    """Each contact shown by name is noted: for its lycée, or the reader's where another shares it."""
    for one in found.contacts.items:
        for uai in sorted(uow.scope.uais) if one.shared else [one.uai]:
            await note_reading(uow, action=FOUND_CONTACT, resource_id=one.contact_id, uai=uai)
