"""Companies ticked in the list, or all of a list: what several at once are chosen by, in an address."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from fastapi import Request

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.forms import Typed
from services.partnerships.acquaintances.queries import Listed, listed
from services.partnerships.actions.labels import ANSWERED
from services.partnerships.actions.model import CompanyAnswer
from services.partnerships.actions.queries.invited import read_invited_ids
from services.partnerships.choices.model import CHOSEN_MAX
from services.partnerships.company_list.pages.filters import CompanyQuery
from services.partnerships.company_list.queries.ids import ids_of
from services.partnerships.company_list.queries.pages import PAGE_LENGTH
from services.partnerships.company_views.pages.list_filter import formation_labels, seek

CHOICE = "/entreprises/choix"
OF_THE_PAGE, WHOLE = "page", "toutes"
"""Instead of what is ticked."""
BOX = "choix."
"""What the box of a company is called, before its id: an address says nothing twice."""
NAMED = 20
"""Companies of a choice that are named on its page."""


@dataclass(frozen=True)
class Choice:
    """Some companies, and how an address says which."""

    query: str
    ids: Sequence[UUID]
    whole: bool = False
    """Whether it is all of a list, whatever is in it by then."""
    told: Sequence[str] = ()
    """What the list was asked for, in French."""

    @property
    def too_many(self) -> bool:
        """Whether there are more than can be changed at once."""
        return len(self.ids) > CHOSEN_MAX

    @property
    def usable(self) -> bool:
        """Whether something can be done with the choice."""
        return bool(self.ids) and not self.too_many


async def choice_of(
    request: Request, uow: UnitOfWork, query: str, *, own: Collection[Uai] = ()
) -> Choice:
    """The companies a query chooses; what is not known there is left out.

    `own`: those whose list it is, where it is not of all the lycées in scope.
    """
    given = parse_qsl(query)
    said = dict(given)
    if said.get("ensemble") == WHOLE:
        return await _whole(request, uow, _asked(given), own)
    if said.get("ensemble") == OF_THE_PAGE:
        return await _page(request, uow, _asked(given), _id(said.get("apres", "")))
    if action_id := _id(said.get("action", "")):
        return await _invited(uow, action_id, said.get("reponse", ""))
    ticked = [name.removeprefix(BOX) for name, _ in given if name.startswith(BOX)]
    found = map(_id, [*ticked, *said.get("choix", "").split(".")])
    return _ticked(list(dict.fromkeys(one for one in found if one)))


async def choice_typed(request: Request, uow: UnitOfWork, typed: Typed[Any]) -> Choice:
    """The choice of a form that was sent for a lycée, or as its page was asked for."""
    own = [uai for uai in uow.scope.uais if uai == typed.value("uai")]
    return await choice_of(request, uow, typed.value("choice") or request.url.query, own=own)


async def named(uow: UnitOfWork, choice: Choice) -> Sequence[Listed]:
    """The first companies of a choice, for who wants to see whom it is."""
    return await listed(uow, choice.ids[:NAMED])


def _asked(given: Sequence[tuple[str, str]]) -> CompanyQuery:
    known = {one.name for one in fields(CompanyQuery)}
    return CompanyQuery(**{name: value for name, value in given if name in known})


def _ticked(ids: Sequence[UUID]) -> Choice:
    return Choice(urlencode({"choix": ".".join(map(str, ids))}), ids)


async def _page(
    request: Request, uow: UnitOfWork, asked: CompanyQuery, after: UUID | None
) -> Choice:
    sought = await seek(request, uow, asked)
    words, mine = asked.q, sought.asked.mine
    return _ticked(
        await ids_of(
            uow, words=words, mine=mine, after=after, limit=PAGE_LENGTH, asked=sought.chosen
        )
    )


async def _whole(
    request: Request, uow: UnitOfWork, asked: CompanyQuery, own: Collection[Uai]
) -> Choice:
    sought = await seek(request, uow, asked)
    formations = await formation_labels(request, uow, sought.formations)
    words = asked.q.strip()
    ids = await ids_of(
        uow,
        words=words,
        mine=sought.asked.mine,
        after=None,
        limit=CHOSEN_MAX + 1,
        asked=sought.chosen,
        own=own,
    )
    told = (
        f"vue «\u00a0{sought.view.content.name}\u00a0»" if sought.view else "",
        f"«\u00a0{words}\u00a0»" if words else "",
        *asked.told(formations),
    )
    query = urlencode([("ensemble", WHOLE), *parse_qsl(sought.asked.listing().query)])
    return Choice(query, ids, whole=True, told=[one for one in told if one])


async def _invited(uow: UnitOfWork, action_id: UUID, asked: str) -> Choice:
    answer = next((one for one in CompanyAnswer if one == asked), None)
    action, ids = await read_invited_ids(uow, action_id, answer)
    query = {"action": str(action_id), **({"reponse": answer.value} if answer else {})}
    told = f"action «\u00a0{action.details.title}\u00a0»"
    said = [told, ANSWERED[answer].lower()] if answer else [told]
    return Choice(urlencode(query), ids, whole=True, told=said)


def _id(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
