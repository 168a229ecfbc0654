"""What the documentation of the API says of the network, with invented examples."""

from contracts.coordination.actors import ACTOR_KINDS
from services.chassis.web.routes.route_examples import Api, Described

_NEWS = "0199d4e0-7a10-7c22-8d34-9e0f1a2b3c4d"

ACTORS = Described(
    "Les acteurs du réseau, par nom",
    asked={"q": "lomagne", "kind": "clee"},
    answer={
        "items": [
            {
                "actor_id": "0199d4e0-1c05-7e41-a6b7-0d9c8b7a6f5e",
                "kind": "clee",
                "name": "Comité de la Lomagne",
                "commune": "82013",
                "website": "https://clee-lomagne.example/",
            }
        ],
        "after": None,
    },
)
NEWS = Described(
    "Les actualités publiées, la plus récente d’abord",
    answer={
        "items": [
            {
                "news_id": _NEWS,
                "title": "Portes ouvertes de l’atelier bois",
                "body": "Le 14 janvier, de 9\u00a0h à 17\u00a0h, sans inscription.",
                "link": "https://atelier-bois.example/",
                "author": "Lycée des Tilleuls",
                "published_at": "2026-11-24T09:00:00Z",
            }
        ],
        "before": None,
    },
)
PROPOSE = Described(
    "Proposer une actualité",
    details="Tout le réseau la lit une fois qu’elle est publiée\u202f: n’y écrivez rien d’une personne.",
    body={
        "command_id": "0199d4c1-6f52-7c3e-9a56-0b1f4b2f6a10",
        "title": "Portes ouvertes de l’atelier bois",
        "body": "Le 14 janvier, de 9\u00a0h à 17\u00a0h, sans inscription.",
        "link": "https://atelier-bois.example/",
    },
    answer={"news_id": _NEWS},
)

API = Api(
    about="L’annuaire des acteurs du réseau et ses actualités\u202f: les lire, en proposer.",
    words={
        "actor_id": "Identifiant de l’acteur.",
        "ActorList.after": "De quoi demander la page suivante\u202f; null à la dernière.",
        "author": "Qui l’a proposée.",
        "before": "Des actualités plus anciennes\u00a0: ce que la réponse d’avant dit dans «\u00a0before\u00a0».",
        "NewsList.before": "De quoi demander de plus anciennes\u202f; null à la fin.",
        "body": "Texte.",
        "commune": "Code INSEE de la commune.",
        "items": "Ce que tient cette page.",
        "kind": "Ce qu’est l’acteur.",
        "link": "Adresse à lire, en https.",
        "name": "Nom de l’acteur.",
        "news_id": "Identifiant de l’actualité.",
        "published_at": "Quand elle a été publiée.",
        "q": "Des mots de son nom.",
        "title": "Titre.",
        "website": "Son site.",
        "ActorKind": ", ".join(
            f"{kind.value}\u00a0: {label}" for kind, label in ACTOR_KINDS.items()
        ),
    },
)
