"""Links given to pupils, parents, teachers and hosts: giving, printing, closing, and all on one list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.personal_links import LinkKind
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.chassis.web.views.qr_code import drawn
from services.internships.base.access_notes import note_pupils
from services.internships.base.page import draw
from services.internships.formations.store import Classes
from services.internships.given_links.queries.links import GivenLink, read_given_links
from services.internships.permissions import GIVE_LINK
from services.internships.personal_links.commands import give_personal_link, revoke_personal_link
from services.internships.personal_links.model import KINDS, OF_PUPILS, PersonalLink, purpose_of
from services.internships.personal_links.store import PersonalLinks
from services.internships.pupils.queries import read_pupil
from services.internships.referents.store.referents import Referents
from services.internships.stays.store.placements import Placements

router = Router()
LIST = "/pfmp/liens"
SHOWN_MAX = 500


class NothingTyped(FormModel):
    """A button."""


@dataclass(frozen=True)
class Whom:
    """Who is given a link, as the paper's page shows it."""

    name: str
    class_label: str
    page: str | None = None


@router.page(LIST, action=GIVE_LINK)
async def given(request: Request, uow: RequestUnitOfWork) -> Response:
    """The links given, on a page of their own."""
    return await _list(request, uow)


async def _again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _list(request, uow, typed)


async def _list(request: Request, uow: UnitOfWork, typed: Typed[Any] | None = None) -> Response:
    return draw(
        request,
        "internships/given_links/given_links.html",
        given=await _links(uow),
        many=SHOWN_MAX,
        typed=typed,
    )


@router.fragment("/pfmp/fragments/liens", action=GIVE_LINK)
async def given_fragment(request: Request, uow: RequestUnitOfWork) -> Response:
    """The links that were given, inside the page of all links."""
    return draw(
        request,
        "internships/given_links/fragment_links.html",
        given=await _links(uow),
        many=SHOWN_MAX,
    )


async def _links(uow: UnitOfWork) -> Sequence[GivenLink]:
    links = await read_given_links(uow, limit=SHOWN_MAX)
    await note_pupils(uow, [one.link.uai for one in links])
    return links


@router.form("/pfmp/eleves/{pupil_year_id}/liens/{kind}", action=GIVE_LINK, redisplay=_again)
async def give(
    pupil_year_id: UUID,
    kind: str,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[NothingTyped], form_of(NothingTyped)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Give one, or another one: the one before ends."""
    link_id = await give_personal_link(
        uow, pupil_year_id=pupil_year_id, kind=_kind(kind), now=uow.now
    )
    return see_other(f"{LIST}/{link_id}/impression")


@router.page(LIST + "/{link_id}/impression", action=GIVE_LINK)
async def printed(request: Request, link_id: UUID, uow: RequestUnitOfWork) -> Response:
    """The link on paper, with its QR code and its short code."""
    link = await PersonalLinks(uow).get(link_id)
    if not link.is_open(uow.now):
        return see_other(LIST, notice="Ce lien ne sert plus\u202f: remettez-en un autre.")
    kind = KINDS[link.kind]
    purpose, whom = purpose_of(kind), await _whom(uow, link)
    url = uow.links.url(purpose, kind.path, uai=link.uai, row_id=link.id)
    return draw(
        request,
        "internships/given_links/printed_link.html",
        whom=whom,
        kind=kind,
        link=link,
        url=url,
        qr=drawn(url),
        code=uow.links.short_code(kind.letter, purpose, uai=link.uai, row_id=link.id),
        typed_at=uow.links.page("/code"),
    )


@router.form(LIST + "/{link_id}/fermeture", action=GIVE_LINK, redisplay=_again)
async def revoke(
    link_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[NothingTyped], form_of(NothingTyped)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Close one: neither the link nor its code opens anything any more."""
    await revoke_personal_link(uow, link_id=link_id, now=uow.now)
    return see_other("/liens", notice="Lien fermé\u202f: ni lui ni son code n’ouvrent plus rien.")


async def _whom(uow: UnitOfWork, link: PersonalLink) -> Whom:
    """Who is given this link; of a pupil's, it is noted who read the name."""
    if link.of_referent:
        return Whom((await Referents(uow).get(link.about)).name, "")
    if link.of_class:
        return Whom(link.given_to or "", (await Classes(uow).get(link.about)).label)
    pupil_id = await Placements(uow).pupil_of(link.about) if link.of_stay else link.about
    pupil = await read_pupil(uow, pupil_id)
    await note_reading(uow, action="print-pupil-link", resource_id=pupil.id, uai=link.uai)
    return Whom(pupil.name, pupil.class_label, f"/pfmp/eleves/{pupil.id}")


def _kind(word: str) -> LinkKind:
    if word not in OF_PUPILS:
        raise NotFound
    return OF_PUPILS[word]
