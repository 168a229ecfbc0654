"""What the documentation of the API says of companies, with invented examples."""

from services.chassis.web.routes.route_examples import Api, Described

_COMPANY = "0199d4b0-3f1e-7a52-8c47-5a1d90b7e210"
_SITE = "0199d4b0-3f1f-7c08-b2d3-7e40a6c51f33"
_COMMAND = "0199d4c1-6f52-7c3e-9a56-0b1f4b2f6a10"
_LIST_ITEM = {
    "company_id": _COMPANY,
    "name": "Menuiserie Tescou",
    "place": "Montauban (+1)",
    "activity": "Travaux de menuiserie bois et PVC",
    "followed": True,
    "last_on": "2026-11-20",
    "known_by": [{"lycee": "Lycée du Vieux-Pont", "last_on": "2026-10-05"}],
}
_CARD = {
    "company_id": _COMPANY,
    "version": 2,
    "name": "Menuiserie Tescou",
    "siren": "999990005",
    "legal_form": "company",
    "diffusion": "full",
    "naf": "43.32A",
    "sites": [
        {
            "site_id": _SITE,
            "site_key": "99999000500012",
            "name": "Atelier",
            "place": "Montauban",
            "address": "12 rue des Forges",
            "postcode": "82000",
            "naf": None,
            "phone": "0536490012",
            "mail": "contact@quercy.example",
        }
    ],
}

LIST = Described(
    "Les entreprises, par nom",
    details="Cinquante à la fois. Le registre est commun aux bureaux du département.",
    asked={"q": "menuiserie", "mine": "true"},
    answer={"items": [_LIST_ITEM], "after": None},
)
CARD = Described("La fiche d’une entreprise", asked={"company_id": _COMPANY}, answer=_CARD)
REGISTER = Described(
    "Enregistrer une entreprise",
    details=(
        "Refusé (409) si le registre a déjà ce SIREN ou ce SIRET, ou une fiche qui lui ressemble\u202f; "
        "«\u00a0candidates\u00a0» dit lesquelles, et «\u00a0distinct\u00a0» que la nouvelle en est une autre."
    ),
    body={
        "command_id": _COMMAND,
        "name": "Menuiserie Tescou",
        "siret": "99999000500012",
        "legal_form": "company",
        "naf": "43.32A",
        "address": "12 rue des Forges",
        "postcode": "82000",
        "commune": "82121",
        "phone": "05 36 49 00 12",
    },
    answer={"id": _COMPANY},
)
CORRECT = Described(
    "Corriger la fiche d’une entreprise",
    details="Ce qui n’est pas envoyé est effacé\u202f: partir de la fiche lue.",
    asked={"company_id": _COMPANY},
    body={
        "command_id": _COMMAND,
        "version": 1,
        "name": "Menuiserie Tescou",
        "siren": "999990005",
        "legal_form": "company",
        "diffusion": "full",
        "naf": "43.32A",
    },
    answer=_CARD,
)
LOG = Described(
    "Noter un échange avec une entreprise",
    details=(
        "Refusé (422) pendant le délai de courtoisie d’un autre lycée, sauf «\u00a0despite_courtesy\u00a0». "
        "La note reste au lycée\u202f: n’y écrivez rien d’un élève."
    ),
    asked={"company_id": _COMPANY},
    body={
        "command_id": _COMMAND,
        "kind": "call",
        "purpose": "pfmp",
        "outcome": "to_call_back",
        "occurred_on": "2026-11-20",
        "next_step_on": "2026-12-04",
        "note": "Rappeler après l’inventaire.",
    },
    answer={"id": "0199d4c2-0d11-7e90-a1c5-3c8f2b6d4e77"},
)

API = Api(
    about=(
        "Le registre des entreprises\u202f: chercher, lire une fiche, en enregistrer et en corriger, noter un "
        "échange. Aucun contact n’y est lu."
    ),
    words={
        "activity": "Activité, d’après le code NAF.",
        "address": "Adresse, sans le code postal ni la commune.",
        "CompanyList.after": "De quoi demander la page suivante\u202f; null à la dernière.",
        "commune": "Code INSEE de la commune, et non son code postal.",
        "company_id": "Identifiant de l’entreprise.",
        "contact_id": "Avec qui, si c’est un contact de la fiche.",
        "despite_courtesy": "Noter aussi pendant le délai de courtoisie d’un autre lycée.",
        "diffusion": "Ce que l’entreprise laisse diffuser de ses données au répertoire Sirene.",
        "distinct": "Une entreprise du même nom, ou presque, est au registre, et celle-ci en est une autre.",
        "followed": "Si votre lycée la suit.",
        "items": "Les entreprises de cette page.",
        "kind": "Comment l’échange a eu lieu.",
        "known_by": "Les autres lycées qui la connaissent.",
        "KnownBy.last_on": "Jour de leur dernier échange.",
        "last_on": "Jour du dernier échange de votre lycée, ou du dernier accueil.",
        "legal_form": "Forme juridique.",
        "locality": "Le nom d’une commune dont le code n’est pas connu.",
        "lycee": "Nom du lycée.",
        "mine": "Les entreprises que votre lycée suit, et elles seules.",
        "naf": "Code d’activité (NAF), avec son point.",
        "name": "Nom de l’entreprise.",
        "SiteState.name": "Nom du site, s’il en a un.",
        "next_step_on": "Jour où il faut y revenir\u202f: une tâche de «\u00a0Ma semaine\u00a0».",
        "note": "Texte libre, qui reste au lycée.",
        "occurred_on": "Jour de l’échange.",
        "outcome": "La suite que l’entreprise lui donne.",
        "phone": "Téléphone du site.",
        "mail": "Courriel du site, le même pour tous les lycées.",
        "place": "Commune du premier site, et combien d’autres.",
        "SiteState.place": "Commune du site.",
        "postcode": "Code postal, cinq chiffres.",
        "purpose": "De quoi il s’agissait.",
        "q": "Des mots du nom ou de la commune, un SIREN ou un SIRET.",
        "refusal": "Pourquoi, quand la suite est un refus.",
        "siren": "Numéro SIREN, neuf chiffres.",
        "siret": "Numéro SIRET du premier site, quatorze chiffres.",
        "site_id": "Identifiant du site\u202f; par défaut, le premier de la fiche.",
        "SiteState.site_id": "Identifiant du site.",
        "site_key": "Ce qui désigne le site dans tous les services\u202f: son SIRET, ou une clé interne.",
        "site_name": "Nom du premier site, s’il en a un.",
        "sites": "Ses sites, le premier d’abord.",
        "town": "La commune comme on la tape\u202f: «\u00a0Moissac\u00a0», «\u00a047000 Agen\u00a0».",
        "LogCommand.uai": "Numéros UAI des lycées pour qui l’échange a eu lieu.",
        "Diffusion": "full\u00a0: totale, partial\u00a0: partielle, unknown\u00a0: inconnue",
        "InteractionKind": "call\u00a0: appel, mail\u00a0: courriel, meeting\u00a0: rendez-vous, visit\u00a0: visite",
        "InteractionOutcome": (
            "interested\u00a0: intéressée, agreed\u00a0: d’accord, to_call_back\u00a0: à rappeler, refused\u00a0: refus, "
            "no_answer\u00a0: pas de réponse, none\u00a0: sans suite à noter"
        ),
        "InteractionPurpose": (
            "prospecting\u00a0: prospection, pfmp\u00a0: PFMP, apprenticeship\u00a0: apprentissage, "
            "intervention\u00a0: intervention, tax\u00a0: taxe d’apprentissage, other\u00a0: autre"
        ),
        "LegalForm": (
            "company\u00a0: société, association\u00a0: association, public\u00a0: organisme public, "
            "sole_trader\u00a0: entreprise individuelle, unknown\u00a0: inconnue"
        ),
        "Refusal": (
            "minor\u00a0: élève mineur, capacity\u00a0: pas de place, season\u00a0: saison, mobility\u00a0: trop loin, "
            "tutor\u00a0: pas de tuteur, trade\u00a0: pas ce métier, other\u00a0: autre"
        ),
    },
)
