"""What the documentation of the API says of PFMP, with invented examples: no pupil is in it."""

from services.chassis.web.routes.route_examples import Api, Described

_PERIOD = "0199d4d0-11a2-7b34-9c56-2f0e8d7a6b15"
_FORMATION = "0199d4d0-0c45-7d20-8e31-6a5b4c3d2e1f"
_PLACEMENT = "0199d4d0-5e07-7f18-a4b9-1c2d3e4f5a6b"
_COMMAND = "0199d4c1-6f52-7c3e-9a56-0b1f4b2f6a10"

PERIODS = Described(
    "Les PFMP de ses lycées",
    answer=[
        {
            "id": _PERIOD,
            "uai": "0829001N",
            "school_year": "2026-2027",
            "starts_on": "2027-01-11",
            "ends_on": "2027-02-05",
            "weeks": 4,
            "status": "published",
            "version": 2,
        }
    ],
)
COVERAGE = Described(
    "La couverture des PFMP publiées",
    details="La PFMP qui manque le plus de lieux d’accueil d’abord. Des nombres, aucun élève.",
    answer=[
        {
            "period_id": _PERIOD,
            "uai": "0829001N",
            "formations": [
                {
                    "mef": "2472551021",
                    "formation": "1re MELEC",
                    "concerned": 24,
                    "exempted": 1,
                    "left": 0,
                    "host_agreed": 18,
                    "agreement_issued": 15,
                    "agreement_signed": 12,
                    "without": 5,
                }
            ],
        }
    ],
)
DRAFT = Described(
    "Préparer une PFMP",
    details="Elle reste un brouillon que le lycée seul voit, jusqu’à sa publication.",
    body={
        "command_id": _COMMAND,
        "starts_on": "2027-01-11",
        "ends_on": "2027-02-05",
        "weeks": 4,
        "formation_ids": [_FORMATION],
    },
    answer={"id": _PERIOD},
)
PUBLISH = Described(
    "Publier une PFMP",
    asked={"period_id": _PERIOD},
    body={"command_id": _COMMAND, "version": 1},
    answer={"id": _PERIOD},
)
PROPOSE = Described(
    "Proposer un lieu d’accueil à un élève",
    details=(
        "Refusé (422) quand le site est à contacter avant tout placement, ou accueille déjà autant d’élèves "
        "qu’il peut, sauf «\u00a0knowingly\u00a0». "
        "L’élève est désigné par son identifiant\u202f: son nom n’est ni lu ni écrit par l’API."
    ),
    body={
        "command_id": _COMMAND,
        "period_id": _PERIOD,
        "pupil_year_id": "0199d4d0-2b60-7a91-b3c8-4d5e6f708192",
        "site_key": "99999000500012",
        "origin": "office",
    },
    answer={"id": _PLACEMENT},
)
CONFIRM = Described(
    "Confirmer un lieu d’accueil",
    asked={"placement_id": _PLACEMENT},
    body={"command_id": _COMMAND, "version": 1, "on": "2026-11-20"},
    answer={"id": _PLACEMENT},
)
WITHDRAW = Described(
    "Renoncer à un lieu d’accueil",
    asked={"placement_id": _PLACEMENT},
    body={"command_id": _COMMAND, "version": 2, "reason": "host"},
    answer={"id": _PLACEMENT},
)

_ENDED = {"command_id": _COMMAND, "version": 2, "on": "2027-01-20", "reason": "company"}
INTERRUPT = Described(
    "Noter une rupture",
    details=(
        "Le dernier jour dans l’entreprise, avant le dernier jour prévu. L’élève est alors sans lieu d’accueil "
        "pour la suite\u202f: le lieu proposé ensuite prend la suite de celui-ci, et l’élève compte une seule fois."
    ),
    asked={"placement_id": _PLACEMENT},
    body=_ENDED,
    answer={"id": _PLACEMENT},
)
NO_SHOW = Described(
    "Noter que la PFMP n’a jamais commencé",
    details="Le jour où le lycée l’a su.",
    asked={"placement_id": _PLACEMENT},
    body=_ENDED | {"reason": "pupil"},
    answer={"id": _PLACEMENT},
)
RESUME = Described(
    "Annuler une rupture ou une absence",
    details="Refusé (409) quand un autre lieu d’accueil suit celui-ci.",
    asked={"placement_id": _PLACEMENT},
    body={"command_id": _COMMAND, "version": 3},
    answer={"id": _PLACEMENT},
)

API = Api(
    about=(
        "Les PFMP\u202f: leurs dates, leur couverture, proposer et confirmer un lieu d’accueil. Aucun nom d’élève n’y "
        "est lu ni écrit."
    ),
    words={
        "agreement_issued": "Élèves dont la convention est éditée.",
        "agreement_signed": "Élèves dont la convention est signée.",
        "class_ids": "Les classes concernées\u202f; par défaut, toutes celles des formations.",
        "concerned": "Élèves concernés.",
        "ends_on": "Dernier jour.",
        "exempted": "Élèves dispensés.",
        "formation": "Nom de la formation.",
        "formation_ids": "Les formations concernées, par leurs identifiants.",
        "formations": "Les nombres de chaque formation, celle qui manque le plus de lieux d’abord.",
        "host_agreed": "Élèves dont le lieu d’accueil est confirmé.",
        "PeriodAnswer.id": "Identifiant de la PFMP.",
        "knowingly": "Le faire aussi au-delà de ce que le site ou le tuteur peut accueillir.",
        "left": "Élèves partis de l’établissement.",
        "mef": "Code de la formation (MEF), dix chiffres.",
        "Confirmation.on": "Jour où l’entreprise a donné son accord.",
        "Ending.on": "Dernier jour dans l’entreprise, ou jour où l’absence a été sue.",
        "origin": "Qui a trouvé le lieu d’accueil.",
        "period_id": "Identifiant de la PFMP.",
        "placement_id": "Identifiant du lieu d’accueil proposé.",
        "pupil_year_id": "L’élève dans l’année scolaire, par son identifiant.",
        "reason": "Pourquoi.",
        "school_year": "Année scolaire.",
        "site_key": "Ce qui désigne le site de l’entreprise\u202f: son SIRET, ou la clé que donne sa fiche.",
        "starts_on": "Premier jour.",
        "status": "Où elle en est\u202f: draft (brouillon), published (publiée)…",
        "PeriodAnswer.uai": "Numéro UAI du lycée.",
        "PeriodCoverage.uai": "Numéro UAI du lycée.",
        "weeks": "Nombre de semaines.",
        "without": "Élèves sans lieu d’accueil confirmé.",
        "PlacementOrigin": (
            "office\u00a0: le bureau, teacher\u00a0: un professeur, pupil\u00a0: l’élève, family\u00a0: sa famille, "
            "offer\u00a0: une offre"
        ),
        "EndReason": (
            "company\u00a0: du fait de l’entreprise, school\u00a0: du lycée, pupil\u00a0: de l’élève, other\u00a0: autre"
        ),
        "WithdrawalReason": (
            "host\u00a0: l’entreprise, pupil\u00a0: l’élève, lycee\u00a0: le lycée, replaced\u00a0: remplacé, "
            "mistake\u00a0: erreur, other\u00a0: autre"
        ),
    },
)
