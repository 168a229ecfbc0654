"""The directory as a list, and the people one may read there as another."""

from collections.abc import AsyncIterator, Sequence

from fastapi import Request, Response

from contracts.coordination.actors import ACTOR_KINDS
from services.chassis.exports.file_answer import about, answer_export, begin_piece
from services.chassis.exports.sheet import Column, Row
from services.chassis.reference.nomenclatures.communities import community_name
from services.chassis.reference.nomenclatures.towns import town_text
from services.chassis.reference.nomenclatures.trades import trade_typed
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.router import Router
from services.coordination.actor_files.model import HEADINGS
from services.coordination.actor_people.model import INFORMED
from services.coordination.actor_people.store import OBJECTED, note_people_seen, people, person_of
from services.coordination.actor_people.tables import actor_people
from services.coordination.actors.model.actor import Actor
from services.coordination.actors.model.perimeter import SECTORS
from services.coordination.actors.pages.cut import asked_cut, listing_of, said_cut
from services.coordination.actors.queries import search_actors
from services.coordination.actors.tables import actors
from services.coordination.permissions import SEE_ACTOR_PEOPLE, SEE_NETWORK

router = Router()
COLUMNS = tuple(Column(heading, 30) for heading in HEADINGS.values())
PEOPLE = (
    *(Column("Acteur", 36), Column("Nom et prénom", 30), Column("Fonction", 30)),
    *(Column("Pour quoi la joindre", 36), Column("Téléphone", 16)),
    *(Column("Adresse électronique", 34), Column("Prévenue", 34), Column("Prévenue le", 14)),
    Column("Confirmé le", 14),
)


@router.page("/annuaire/liste.csv", action=SEE_NETWORK)
@router.page("/annuaire/liste.xlsx", action=SEE_NETWORK)
async def export_actors(request: Request) -> Response:
    """The directory as it is cut, page after page."""
    listing = listing_of(request)
    cut, words = asked_cut(listing), listing.filters["q"]
    async with begin_piece(request) as uow:
        first = await search_actors(uow, words=words, cut=cut)

    async def rows() -> AsyncIterator[Sequence[Row]]:
        page = first
        yield [_row(one) for one in page.items]
        while page.after is not None:
            async with begin_piece(request) as uow:
                page = await search_actors(uow, words=words, cut=cut, after=page.after)
            yield [_row(one) for one in page.items]

    above = about(request, "Annuaire du réseau", *said_cut(listing, cut))
    return await answer_export(request, "annuaire", COLUMNS, rows(), about=above)


@router.page("/annuaire/personnes.csv", action=SEE_ACTOR_PEOPLE)
@router.page("/annuaire/personnes.xlsx", action=SEE_ACTOR_PEOPLE)
async def export_people(request: Request) -> Response:
    """Who is called at the actors of the directory."""
    async with begin_piece(request) as uow:
        found = await _people(uow)
        await note_people_seen(uow, action=SEE_ACTOR_PEOPLE.name)

    async def rows() -> AsyncIterator[Sequence[Row]]:
        yield found

    above = about(request, "Personnes à joindre chez les acteurs du réseau")
    return await answer_export(request, "personnes-a-joindre", PEOPLE, rows(), about=above)


async def _people(uow: UnitOfWork) -> Sequence[Row]:
    statement = (
        people()
        .add_columns(actors.c.name.label("actor"))
        .join(actors, actors.c.actor_id == actor_people.c.actor_id)
        .where(
            actor_people.c.left_on.is_(None),
            OBJECTED.objected_at.is_(None),
            actors.c.archived_at.is_(None),
        )
        .order_by(actors.c.name_key, actor_people.c.name, actor_people.c.person_id)
    )
    found = []
    for row in await uow.execute(statement):
        one = person_of(row)
        who = one.details
        found.append(
            (
                *(row.actor, who.name, who.function, who.purpose),
                *(who.phone, who.mail, INFORMED[who.informed_by], who.informed_on),
                one.confirmed_on,
            )
        )
    return found


def _row(actor: Actor) -> Row:
    known, covered = actor.details, actor.details.perimeter
    return (
        *(ACTOR_KINDS[known.kind], known.name, known.other_names, town_text(known.commune, None)),
        *(known.about, known.website, known.desk, known.phone, known.mail),
        "Oui" if covered.whole_department else None,
        "; ".join(community_name(one) or one for one in covered.communities),
        "; ".join(town_text(one, None) for one in covered.communes),
        "; ".join(SECTORS.get(one, one) for one in covered.sectors),
        "; ".join(trade_typed(one) or one for one in covered.trades),
    )
