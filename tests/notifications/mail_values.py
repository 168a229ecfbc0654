"""Values for every mail, with all that could go wrong in what people typed."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from types import MappingProxyType
from typing import Any

from contracts.partnerships.questions import EndingAgreements
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kinds import KINDS

EXPIRES_AT = datetime(2026, 12, 24, 9, 5, tzinfo=UTC)

COMMON: Mapping[str, Any] = MappingProxyType(
    {
        "sender": "Lycée d'Essai",
        "address": "3 rue de l'École, 82000 Montauban, 05 36 49 00 12",
        "reply_name": "Camille d'Artois",
        "contact_name": "Hortense d'Albret",
        "company": "L'Atelier d'Auguste : bois & fer",
        "pupil_name": "Zéphyrine d'Orval",
        "formation": "1re bac pro Métiers de l'électricité",
        "starts_on": date(2027, 1, 11),
        "ends_on": date(2027, 2, 5),
        "member_name": "Camille d'Artois",
        "host_told": True,
        "placement_url": "https://passerelle.example/pfmp/placements/1",
        "mails_url": "https://passerelle.example/envois",
        "display_name": "Camille d'Artois",
        "url": "https://passerelle.example/fiche/secret",
        "code": "482913",
        "expires_at": EXPIRES_AT,
        "reader_name": "Camille d'Artois",
        "person": "Zéphyrine d'Orval",
        "role": "Direction déléguée (DDFPT)",
        "lycee": "Lycée d'Essai",
        "from_on": date(2027, 1, 11),
        "last_day": date(2027, 7, 6),
        "many": 3,
        "late": 1,
        "kinds": [("Rappeler", 2), ("Envoyer un document", 1)],
        "ending": 2,
        "agreements": [EndingAgreements(until_on=date(2027, 2, 5), many=2)],
        "agreements_url": "https://passerelle.example/entreprises/partenariats",
        "page_url": "https://passerelle.example/acces",
        "notices": 13,
        "notices_url": "https://passerelle.example/avis",
        "title": "Places de janvier pour L'Atelier d'Auguste",
        "lines": ["Bonjour Hortense d'Albret,", "", "avez-vous une place <libre> & chauffée ?"],
        "author": "Camille d'Artois",
        "kind": "recovery_code_used",
        "happened_at": EXPIRES_AT,
        "codes_left": 7,
        "words": KINDS[Template.AGREEMENT_REFUSED],
        "number": "2027-0031",
        "object": "Zéphyrine d'Orval, L'Atelier d'Auguste",
        "facts": [("Dates", "line0"), ("Refusée par", "line1")],
        "line0": "11\u00a0janvier au 5\u00a0février 2027",
        "line1": "l'entreprise",
        "settings_url": "https://passerelle.example/avis/reglages",
        "sections": [
            {"subject": "Convention refusée", "many": 12, "objects": ["object"], "more": 11},
            {"subject": "PFMP interrompue", "many": 1, "objects": ["line1"], "more": 0},
        ],
        "stays": [
            {
                "pupil": "pupil_name",
                "url": "url",
                "referent": "reader_name",
                "formation": "1re bac pro Métiers de l'électricité",
                "starts_on": date(2027, 1, 11),
                "ends_on": date(2027, 2, 5),
                "company": "L'Atelier d'Auguste : bois & fer",
                "place": "12 rue de l'Enclume, 82000 Montauban",
                "left_on": date(2027, 1, 20),
                "aid": "asked",
            }
        ],
        "declarations": [
            {
                "works": ["Travail en hauteur, échafaudages", "Risque électrique"],
                "filed_on": date(2024, 2, 6),
                "valid_until": date(2027, 2, 5),
            }
        ],
        "actor": "Chambre d'Auguste & fils",
        "kept": [("Nom", "Hortense d'Albret"), ("Fonction", "Chargée <de> relations")],
        "noted_on": date(2026, 11, 24),
        "told_on": date(2026, 11, 24),
        "by_when": date(2026, 12, 1),
        "handler": "L'Atelier d'Auguste",
        "promised": True,
        "outcome": "Une solution a été trouvée.",
        "answer_lines": ["Un élève d'ici commence <bientôt>."],
        "by_supervisor": True,
        "withdrawn": True,
        "site": "Atelier, Moissac",
        "first_end": date(2027, 2, 5),
        "unused_since": date(2025, 1, 11),
        "closes_on": date(2027, 2, 5),
        "last": True,
        "starts_at": time(14, 0),
        "ends_at": time(17, 30),
        "place": "Salle d'honneur : entrée B",
        "visited": {"pupil": "pupil_name", "referent": "reader_name"},
        "on_site": True,
        "where": "Sur place, Moissac",
        "say": "first",
        "committee": "CLEE d'Aucamville",
        "meets_on": date(2027, 1, 11),
        "agenda": ("L'accueil des élèves : où en est-on ?", "Forum <2027> & suites"),
        "organisation": "L'Atelier d'Auguste",
        "to_bureau": False,
        "to_pupil": False,
        "first_name": "Zéphyrine",
        "phone": "0536490012",
        "reminder": 1,
        "minors": True,
        "opens": True,
        "stop_url": "https://passerelle.example/espace-entreprise/courriels/secret",
    }
)
