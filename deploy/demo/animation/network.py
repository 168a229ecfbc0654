"""The animation of the network: who its actors are, and news in all their states."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from contracts.coordination.actors import ActorKind
from contracts.identifiers import CommuneCode
from deploy.demo.animation.actors import PERIMETERS
from deploy.demo.calendar import Calendar
from deploy.demo.lycees import (
    GRAND_FOIRAIL,
    LAVANDIERES,
    PEUPLIERS,
    TILLEULS,
    VIEUX_PONT,
    DemoLycee,
)
from deploy.demo.steps import Act, Step
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actors.commands import add_actor
from services.coordination.actors.model.actor import ActorDetails
from services.coordination.actors.model.perimeter import UNSAID
from services.coordination.news.commands import (
    propose_news,
    publish_news,
    refuse_news,
    withdraw_news,
)
from services.coordination.news.model.text import NewsText
from services.coordination.news.queries import read_proposals
from services.coordination.public_news.commands import open_news

_MONTAUBAN, _MOISSAC, _CAUSSADE = "82121", "82112", "82037"
_ACTORS = (
    (ActorKind.CLEE, "CLEE des Trois Rivières", _MONTAUBAN, "Secrétariat du comité"),
    (ActorKind.CLEE, "CLEE des Deux Coteaux", _MOISSAC, "Secrétariat du comité"),
    (
        ActorKind.CMQ,
        "Campus des métiers de l’habitat durable",
        _MONTAUBAN,
        "Direction opérationnelle",
    ),
    (
        ActorKind.TECHNOLOGY_PLATFORM,
        "Plateforme Bois et Agencement",
        _CAUSSADE,
        "Accueil des projets",
    ),
    (ActorKind.INSPECTORATE, "Inspection des sciences industrielles", None, "Secrétariat"),
    (ActorKind.TRADES_LYCEE, "Lycée des métiers de la table", _MOISSAC, "Direction déléguée"),
    (
        ActorKind.SCHOOL_ENGINEERS,
        "Ingénieurs pour l’école, antenne du Quercy",
        None,
        "Coordination",
    ),
    (ActorKind.DRAFPICA, "Drafpica, pôle relation école-entreprise", None, "Pôle entreprises"),
    (ActorKind.ACADEMIC_CFA, "CFA académique, antenne départementale", _MONTAUBAN, "Développement"),
    (ActorKind.GRETA, "Greta des Trois Rivières", _MONTAUBAN, "Accueil"),
    (ActorKind.CHAMBER, "Chambre de métiers, service apprentissage", _MONTAUBAN, "Point A"),
    (ActorKind.CHAMBER, "Chambre de commerce, service formation", _MONTAUBAN, "Accueil"),
    (ActorKind.PREFECTURE, "Préfecture, mission économie", _MONTAUBAN, "Secrétariat"),
    (ActorKind.REGION, "Région, maison de l’orientation", _MONTAUBAN, "Accueil"),
    (ActorKind.FRANCE_TRAVAIL, "Agence des Deux Ponts", _MONTAUBAN, "Service aux entreprises"),
    (ActorKind.FRANCE_TRAVAIL, "Agence des Deux Rives", _MOISSAC, "Service aux entreprises"),
    (ActorKind.OPCO, "OPCO de proximité, antenne du Quercy", None, "Conseil aux entreprises"),
    (ActorKind.BRANCH, "Fédération du bâtiment, section locale", _CAUSSADE, "Permanence"),
)
"""Real kinds, invented organisations, the desk to ask for."""
_REFUSAL = "Bonne idée. Ajoutez la date et la façon de s’inscrire, et proposez-la de nouveau."
_NEWS: Sequence[tuple[DemoLycee, int, str, str, str]] = (
    (
        TILLEULS,
        60,
        "Une visite d’atelier ouverte à deux lycées",
        (
            "Une entreprise d’électricité ouvre son atelier à douze élèves.\n\n"
            "Trois places restent pour un autre lycée\u00a0: répondez au bureau des Tilleuls."
        ),
        "published",
    ),
    (
        LAVANDIERES,
        33,
        "Un jury blanc avec des professionnels du soin",
        (
            "Six professionnels ont reçu nos élèves pour un entretien blanc d’un quart d’heure.\n\n"
            "La grille est réutilisable\u00a0: https://lavandieres.example/grille-entretien."
        ),
        "open",
    ),
    (
        VIEUX_PONT,
        19,
        "Les restaurants cherchent pour les fêtes",
        (
            "Plusieurs restaurants accueillent des élèves de cuisine en décembre.\n\n"
            "Attention aux limites de travail de nuit des mineurs."
        ),
        "published",
    ),
    (
        PEUPLIERS,
        15,
        "Forum de la logistique",
        "Le forum annoncé est reporté\u00a0: cette annonce a été retirée.",
        "withdrawn",
    ),
    (
        GRAND_FOIRAIL,
        9,
        "Des chutes de bois pour les ateliers",
        "Une menuiserie donne ses chutes de chêne.",
        "refused",
    ),
    (
        GRAND_FOIRAIL,
        2,
        "Un chantier-école à visiter",
        "Le chantier se visite le mercredi après-midi, casque fourni.",
        "proposed",
    ),
    (
        TILLEULS,
        1,
        "Retour du salon des métiers",
        "Quarante entreprises rencontrées, onze prêtes à accueillir une PFMP.",
        "proposed",
    ),
)


def animation(calendar: Calendar) -> list[Step]:
    """The directory first, then each item as it was proposed and decided on."""
    steps = [_directory(calendar)]
    for rank, (lycee, days_ago, title, body, state) in enumerate(_NEWS):
        day = calendar.today - timedelta(days=days_ago)
        text = NewsText(title, body)
        name = f"{lycee.uai}:news:{rank}"
        steps.append(Step(name, lycee.uai, calendar.at(day, 9), [_proposes(text)]))
        decided = calendar.at(day, 14)
        acts = {"published": [_publishes(title)], "refused": [_refuses(title)], "proposed": []}
        acts["open"] = [_publishes(title), _opens(title)]
        acts["withdrawn"] = [_publishes(title), _withdraws(title)]
        if acts[state]:
            steps.append(Step(f"{name}:decided", None, decided, acts[state]))
    return steps


def _directory(calendar: Calendar) -> Step:
    acts = [_adds(_details(rank, *actor)) for rank, actor in enumerate(_ACTORS)]
    return Step("dsden:actors", None, calendar.at(calendar.opening, 8), acts)


def _details(rank: int, kind: ActorKind, name: str, commune: str | None, desk: str) -> ActorDetails:
    return ActorDetails(
        kind,
        name,
        commune=CommuneCode(commune) if commune else None,
        about="Acteur inventé pour la démonstration.",
        website=f"https://acteur-{rank + 1}.example",
        desk=desk,
        mail=f"accueil@acteur-{rank + 1}.example",
        phone=f"05364990{rank:02}",
        perimeter=PERIMETERS.get(name, UNSAID),
    )


def _adds(details: ActorDetails) -> Act:
    async def act(uow: UnitOfWork) -> None:
        await add_actor(uow, details=details)

    return act


def _proposes(text: NewsText) -> Act:
    async def act(uow: UnitOfWork) -> None:
        await propose_news(uow, text=text, now=uow.now)

    return act


def _publishes(title: str) -> Act:
    async def act(uow: UnitOfWork) -> None:
        news_id, version = await _called(uow, title)
        await publish_news(uow, news_id=news_id, version=version, now=uow.now)

    return act


def _opens(title: str) -> Act:
    async def act(uow: UnitOfWork) -> None:
        news_id, version = await _called(uow, title)
        await open_news(uow, news_id=news_id, version=version, now=uow.now)

    return act


def _withdraws(title: str) -> Act:
    async def act(uow: UnitOfWork) -> None:
        news_id, version = await _called(uow, title)
        await withdraw_news(uow, news_id=news_id, version=version, now=uow.now)

    return act


def _refuses(title: str) -> Act:
    async def act(uow: UnitOfWork) -> None:
        news_id, version = await _called(uow, title)
        await refuse_news(uow, news_id=news_id, version=version, reason=_REFUSAL, now=uow.now)

    return act


async def _called(uow: UnitOfWork, title: str) -> tuple[UUID, int]:
    for item, _ in (await read_proposals(uow)).items:
        if item.text and item.text.title == title:
            return item.id, item.version
    raise NotFound
