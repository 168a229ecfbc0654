"""Actors of the demonstration: whom one calls, what is signed, and a year of exchanges of the supervisor and of bureaux."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from contracts.coordination.actors import ActorPurpose
from contracts.coordination.training_offer import RomeCode
from contracts.identifiers import CommuneCode, Siren
from contracts.notifications.mails import LetterState
from contracts.partnerships.companies import InteractionKind, InteractionOutcome, InteractionPurpose
from deploy.demo.calendar import Calendar
from deploy.demo.lycees import DemoLycee
from deploy.demo.steps import Act, Step
from services.chassis.base.errors import NotFound
from services.chassis.base.working_days import next_working_day
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_agreements.commands import sign_agreement
from services.coordination.actor_agreements.model import AgreementDetails
from services.coordination.actor_exchanges.commands import log_exchange
from services.coordination.actor_exchanges.model import ExchangeDetails
from services.coordination.actor_people.commands import note_person, object_to_be_noted
from services.coordination.actor_people.model import ActorPerson, InformedBy, PersonDetails
from services.coordination.actor_people.store import ActorPeople, InformingLetters
from services.coordination.actors.model.perimeter import Perimeter
from services.coordination.actors.queries import read_actors
from services.partnerships.actors.commands import log_actor_exchange
from services.partnerships.exchanges.model import Exchange

_WHOLE = Perimeter(whole_department=True)
_CLEE, _COAST = "CLEE des Trois Rivières", "CLEE des Deux Coteaux"
_CRAFTS, _TRADE = (
    "Chambre de métiers, service apprentissage",
    "Chambre de commerce, service formation",
)
_WOOD, _BUILDING = "Plateforme Bois et Agencement", "Fédération du bâtiment, section locale"
_WORK, _GRETA = "Agence des Deux Ponts", "Greta des Trois Rivières"
_CAMPUS, _REGION = "Campus des métiers de l’habitat durable", "Région, maison de l’orientation"
PERIMETERS: Mapping[str, Perimeter] = {
    _CLEE: Perimeter(communities=(Siren("248200099"),)),
    _COAST: Perimeter(communities=(Siren("200066322"), Siren("248200016"))),
    _CAMPUS: Perimeter(whole_department=True, sectors=("F",)),
    _WOOD: Perimeter(
        communities=(Siren("248200057"), Siren("248200099")), trades=(RomeCode("H2206"),)
    ),
    "Lycée des métiers de la table": Perimeter(communes=(CommuneCode("82112"),), sectors=("G",)),
    _CRAFTS: Perimeter(whole_department=True, sectors=("B", "F", "G")),
    _TRADE: Perimeter(whole_department=True, sectors=("D", "H", "M")),
    _REGION: _WHOLE,
    "Préfecture, mission économie": _WHOLE,
    _WORK: Perimeter(communities=(Siren("248200099"),)),
    "Agence des Deux Rives": Perimeter(communities=(Siren("200066322"),)),
    _BUILDING: Perimeter(
        whole_department=True, sectors=("F",), trades=(RomeCode("F1703"), RomeCode("F1607"))
    ),
}
_PEOPLE = (
    (_CLEE, "Ondine Exemple", "Secrétaire du comité", "Réunions, mise en relation"),
    (_CRAFTS, "Gaspard Exemple", "Conseiller apprentissage", "Apprentissage, contrats"),
    (_CRAFTS, "Perrine Exemple", "Chargée des jurys", "Jurys et concours"),
    (_TRADE, "Firmin Exemple", "Chargé de formation", "Entreprises à mettre en relation"),
    (_CAMPUS, "Solange Exemple", "Directrice opérationnelle", "Projets communs"),
    (_WORK, "Anselme Exemple", "Conseiller entreprises", "Offres et immersions"),
    (_REGION, "Blandine Exemple", "Chargée de mission", "Offre de formation"),
    (_BUILDING, "Théodore Exemple", "Permanent", "Chantiers à visiter"),
)
"""Invented people, all of one family name."""
_BY_MAIL = (
    (_TRADE, "Honorine Exemple", "Assistante du service", "Inscriptions aux réunions"),
    (_GRETA, "Anatole Exemple", "Coordonnateur", "Parcours d’adultes"),
    (_CAMPUS, "Rosalie Exemple", "Chargée de projet", "Visites de plateaux"),
)
"""Those whom a mail of Passerelle informs: one long ago, one who objects to it, one today."""
_WRITTEN_DAYS_AGO, _OBJECTS_DAYS_AGO = 40, 6
_AGREEMENTS = (
    (_CRAFTS, "Accueil des jeunes dans l’artisanat", 320, 400),
    (_WORK, "Échange d’offres et d’immersions", 335, 30),
)
"""With whom, what about, signed how many days ago, for how many days from today."""
_MEETING, _CALL = InteractionKind.MEETING, InteractionKind.CALL
_EXCHANGES: Sequence[tuple[str, int, InteractionKind, ActorPurpose, str]] = (
    (_CLEE, 300, _MEETING, ActorPurpose.PROJECT, "Calendrier des réunions de l’année."),
    (_CRAFTS, 250, _MEETING, ActorPurpose.AGREEMENT, "Texte de la convention relu ensemble."),
    (_CAMPUS, 210, InteractionKind.VISIT, ActorPurpose.PROJECT, "Plateau technique visité."),
    (_REGION, 160, _MEETING, ActorPurpose.TRAINING_OFFER, "Carte des formations, premiers avis."),
    (_TRADE, 120, _CALL, ActorPurpose.COMPANIES, "Douze entreprises à mettre en relation."),
    (_WORK, 75, _CALL, ActorPurpose.COMPANIES, "Immersions d’automne."),
    (_CRAFTS, 48, _CALL, ActorPurpose.EVENT, "Concours du printemps."),
    (_CLEE, 26, _MEETING, ActorPurpose.EVENT, "Forum des métiers\u202f: qui vient."),
    (_REGION, 9, InteractionKind.MAIL, ActorPurpose.TRAINING_OFFER, "Pièces du dossier envoyées."),
)
_LAST_STEP = "Rappeler pour la date du comité"
_OF_BUREAUX = (_CLEE, _CRAFTS, _WORK, _BUILDING, _GRETA, _TRADE)


def actors(calendar: Calendar) -> list[Step]:
    """People and agreements first, then the exchanges of the supervisor, day after day."""
    begun = calendar.at(calendar.opening, 8) + timedelta(minutes=30)
    steps = [Step("dsden:actor-people", None, begun, [_notes(one) for one in _PEOPLE])]
    for rank, (name, subject, ago, lasts) in enumerate(_AGREEMENTS):
        signed, ends = calendar.today - timedelta(days=ago), calendar.today + timedelta(days=lasts)
        acts = [_signs(name, AgreementDetails(subject, signed, signed, ends))]
        steps.append(Step(f"dsden:actor-agreement:{rank}", None, calendar.at(signed, 11), acts))
    for rank, exchange in enumerate(_EXCHANGES):
        on = next_working_day(calendar.today - timedelta(days=exchange[1]))
        last = rank == len(_EXCHANGES) - 1
        step_on = next_working_day(calendar.today + timedelta(days=5)) if last else None
        acts = [_logs(exchange, on, step_on)]
        steps.append(Step(f"dsden:actor-exchange:{rank}", None, calendar.at(on, 16), acts))
    # Last: whom one met this year was there before them.
    return [*steps, *_informed(calendar)]


def _informed(calendar: Calendar) -> Sequence[Step]:
    """Two whose mail left, of whom one objected since; the third is written to as soon as it may be."""
    told, objects, today = _BY_MAIL
    written = calendar.at(calendar.today - timedelta(days=_WRITTEN_DAYS_AGO), 10)
    recently = calendar.at(calendar.today - timedelta(days=_OBJECTS_DAYS_AGO + 1), 10)
    objected = calendar.at(calendar.today - timedelta(days=_OBJECTS_DAYS_AGO), 15)
    return [
        Step("dsden:actor-informed", None, written, [_informs(told), _wrote(told)]),
        Step("dsden:actor-objecting", None, recently, [_informs(objects), _wrote(objects)]),
        Step("dsden:actor-objected", None, objected, [_objects(objects)]),
        # Its mail leaves: « Envois » and the mailbox show it.
        Step("dsden:actor-told", None, calendar.at(calendar.today, 18), [_informs(today)], True),
    ]


def exchanges_of_bureaux(
    calendar: Calendar, lycees: Sequence[DemoLycee], directory: Mapping[str, UUID]
) -> list[Step]:
    """Each bureau spoke with a few actors this year; `directory`: their ids by name."""
    steps = []
    for at, lycee in enumerate(lycees):
        for rank in range(3):
            name = _OF_BUREAUX[(at + 2 * rank) % len(_OF_BUREAUX)]
            on = next_working_day(calendar.today - timedelta(days=20 + 37 * rank + 11 * at))
            if name in directory and on <= calendar.today:
                done = [_speaks(lycee, directory[name], on)]
                key = f"{lycee.uai}:actor-exchange:{rank}"
                steps.append(Step(key, lycee.uai, calendar.at(on, 17), done))
    return steps


async def directory_of(uow: UnitOfWork) -> Mapping[str, UUID]:
    """The actors by name."""
    return {one.details.name: one.id for one in (await read_actors(uow)).items}


def _notes(person: tuple[str, str, str, str]) -> Act:
    phone = f"05364991{_PEOPLE.index(person):02}"
    return _noting(person, InformedBy.MAIL, phone)


def _informs(person: tuple[str, str, str, str]) -> Act:
    return _noting(person, InformedBy.PASSERELLE, None)


def _noting(person: tuple[str, str, str, str], by: InformedBy, phone: str | None) -> Act:
    async def act(uow: UnitOfWork) -> None:
        actor, name, function, purpose = person
        first = name.split()[0].lower().replace("é", "e")
        mail = f"{first}@acteurs.example"
        details = PersonDetails(name, by, uow.now.date(), function, mail, phone, purpose)
        await note_person(uow, actor_id=await _called(uow, actor), details=details, now=uow.now)

    return act


def _wrote(person: tuple[str, str, str, str]) -> Act:
    """Their mail left that day: what history tells, nobody is written to about."""

    async def act(uow: UnitOfWork) -> None:
        one = await _met(uow, person)
        for letter in await InformingLetters(uow).of(one.id):
            await InformingLetters(uow).move(letter.id, LetterState.LEFT, uow.now.date())

    return act


def _objects(person: tuple[str, str, str, str]) -> Act:
    async def act(uow: UnitOfWork) -> None:
        await object_to_be_noted(uow, person_id=(await _met(uow, person)).id, now=uow.now)

    return act


async def _met(uow: UnitOfWork, person: tuple[str, str, str, str]) -> ActorPerson:
    """Somebody as they are noted. Raises NotFound."""
    for one in await ActorPeople(uow).of(await _called(uow, person[0])):
        if one.details.name == person[1]:
            return one
    raise NotFound


def _signs(name: str, details: AgreementDetails) -> Act:
    async def act(uow: UnitOfWork) -> None:
        actor_id = await _called(uow, name)
        await sign_agreement(uow, actor_id=actor_id, details=details, now=uow.now)

    return act


def _logs(
    exchange: tuple[str, int, InteractionKind, ActorPurpose, str], on: date, step_on: date | None
) -> Act:
    async def act(uow: UnitOfWork) -> None:
        name, _, kind, purpose, note = exchange
        actor_id = await _called(uow, name)
        met = next(iter(await ActorPeople(uow).of(actor_id)), None)
        details = ExchangeDetails(
            kind,
            purpose,
            on,
            met.id if met else None,
            note,
            _LAST_STEP if step_on else None,
            step_on,
        )
        await log_exchange(uow, actor_id=actor_id, details=details, now=uow.now)

    return act


def _speaks(lycee: DemoLycee, actor_id: UUID, on: date) -> Act:
    async def act(uow: UnitOfWork) -> None:
        exchange = Exchange(
            kind=_CALL,
            purpose=InteractionPurpose.OTHER,
            outcome=InteractionOutcome.INTERESTED,
            occurred_on=on,
            note="Point sur les besoins des deux côtés.",
        )
        await log_actor_exchange(
            uow, actor_id=actor_id, exchange=exchange, uai=lycee.uai, now=uow.now
        )

    return act


async def _called(uow: UnitOfWork, name: str) -> UUID:
    found = (await directory_of(uow)).get(name)
    if found is None:
        raise NotFound
    return found
