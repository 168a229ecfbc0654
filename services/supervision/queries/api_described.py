"""What the documentation of the API says of the department, with invented examples."""

from services.chassis.web.routes.route_examples import Api, Described

_FORMATION = {"mef": "2472551021", "formation": "1re MELEC"}

COVERAGE = Described(
    "La couverture des PFMP, par lycée",
    details="L’année scolaire en cours si aucune n’est demandée. Des nombres, aucun élève.",
    asked={"school_year": "2026-2027"},
    answer={
        "school_year": "2026-2027",
        "lycees": [
            {
                "uai": "0829001N",
                "name": "Lycée des Tilleuls",
                "heard_at": "2026-11-24T09:00:00Z",
                "not_published": ["visits"],
                "formations": [
                    {
                        **_FORMATION,
                        "starts_on": "2027-01-11",
                        "ends_on": "2027-02-05",
                        "counts": {
                            "expected": 23,
                            "without": 5,
                            "host_agreed": 18,
                            "agreement_issued": 15,
                            "agreement_signed": 12,
                            "exempted": 1,
                            "left": 0,
                        },
                        "recorded_at": "2026-11-24T02:00:00Z",
                        "published": True,
                    }
                ],
            }
        ],
    },
)
TOTALS = Described(
    "Les totaux du département, sans petit nombre",
    details="Ceux de l’édition de la semaine. Les nombres d’une formation sont null si un à quatre élèves ont, ou "
    "n’ont pas, de lieu d’accueil ; elle n’est alors pas dans l’ensemble.",
    asked={"school_year": "2026-2027"},
    answer={
        "school_year": "2026-2027",
        "edition": "2026-11-23",
        "next_edition": "2026-11-30T07:00:00+01:00",
        "formations": [{**_FORMATION, "expected": 61, "host_agreed": 48, "without": 13}],
        "formations_counted": 1,
        "together": {"expected": 61, "host_agreed": 48, "without": 13},
        "lycees": 6,
        "lycees_not_published": 1,
    },
)

API = Api(
    about="Ce que le département sait des PFMP\u202f: la couverture par lycée, et des totaux.",
    words={
        "agreement_issued": "Élèves dont la convention est éditée.",
        "agreement_signed": "Élèves dont la convention est signée.",
        "counts": "Les nombres\u202f; null si le lycée n’a rien dit, ou ne les publie pas.",
        "ends_on": "Dernier jour de la PFMP.",
        "exempted": "Élèves dispensés.",
        "expected": "Élèves qui ont besoin d’un lieu d’accueil.",
        "formation": "Nom de la formation.",
        "formations": "Les formations, PFMP par PFMP.",
        "TotalsAnswer.formations": "Les formations, lycées et PFMP ensemble.",
        "heard_at": "Quand le lycée a annoncé quelque chose pour la dernière fois\u202f; null s’il ne l’a jamais fait.",
        "host_agreed": "Élèves dont le lieu d’accueil est confirmé.",
        "left": "Élèves partis de l’établissement.",
        "lycees": "Les lycées du département.",
        "TotalsAnswer.lycees": "Combien de lycées sont comptés.",
        "lycees_not_published": "Combien de lycées ne publient pas leurs nombres.",
        "mef": "Code de la formation (MEF), dix chiffres.",
        "name": "Nom du lycée.",
        "not_published": "Ce que son chef d’établissement ne publie pas au département.",
        "published": "Si le lycée publie ces nombres.",
        "recorded_at": "Quand ils ont été comptés.",
        "school_year": "Année scolaire.",
        "starts_on": "Premier jour de la PFMP.",
        "edition": "Jour de l’édition ; null avant la première.",
        "formations_counted": "Combien de formations ont leurs nombres, et sont dans l’ensemble.",
        "next_edition": "Quand paraît l’édition suivante.",
        "together": "Les formations qui ont leurs nombres, ensemble.",
        "LyceeAnswer.uai": "Numéro UAI du lycée.",
        "without": "Élèves sans lieu d’accueil confirmé.",
        "FactFamily": (
            "coverage\u00a0: couverture, placements\u00a0: lieux d’accueil, hosting\u00a0: accueils, exchanges\u00a0: échanges, "
            "companies\u00a0: entreprises, imports\u00a0: imports, visits\u00a0: visites"
        ),
    },
)
