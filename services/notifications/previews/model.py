"""What a mail says in its preview (exemple): invented people and places, days that come soon."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from contracts.partnerships.questions import EndingAgreements
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kind import Topic
from services.notifications.notice_kinds.model.kinds import KINDS

PUPIL, COMPANY, BUREAU = "Léa Exemple", "Garage du Pont", "Camille Exemple"
CONTACT, TEACHER, HEAD = "Dominique Exemple", "Ode Exemple", "Sacha Exemple"
ADDRESS = "1 rue de l’Exemple, 82000 Montauban, 05 36 49 00 00"
FORMATION = "2de Métiers de la maintenance des matériels et des véhicules"
OF_A_PERIOD = frozenset(
    {
        Template.PERIOD_OPENS,
        Template.WITHOUT_PLACE,
        Template.MANY_WITHOUT_PLACE,
        Template.MANY_ON_EVE,
        Template.DEPARTURE,
        Template.AGREEMENTS_LATE,
        Template.VISITS_LATE,
        Template.ATTESTATIONS_MISSING,
    }
)
"""Notices that count pupils of a PFMP, and name none."""
_Facts = tuple[str, Sequence[tuple[str, str]]]
_A_PERIOD: _Facts = ("PFMP de la 2de MV", (("Élèves", "24"), ("Concernés", "3")))
_A_PLACE: _Facts = (f"{PUPIL}, {COMPANY}", (("Classe", "2de MV"), ("Commune", "Montauban")))
_OF_A_TOPIC: Mapping[Topic, _Facts] = {
    Topic.COMPANIES: (COMPANY, (("Commune", "Montauban"), ("Contact", CONTACT))),
    Topic.NETWORK: ("Journée des métiers de l’automobile", (("Lycée", "Lycée de l’Exemple"),)),
}


def example_values(template: Template, *, public_url: str, now: datetime) -> Mapping[str, Any]:
    """What the text of a mail is filled with, for somebody who wants to see it."""
    return {
        **_said(public_url, now),
        **_days(now),
        **_declared(now),
        **(_notice(template) if template in KINDS else {}),
        "address": ADDRESS,
        "reply_name": BUREAU,
    }


def _said(public_url: str, now: datetime) -> Mapping[str, Any]:
    day = now.date()
    return {
        "contact_name": CONTACT,
        "company": COMPANY,
        "pupil_name": PUPIL,
        "formation": FORMATION,
        "member_name": BUREAU,
        "reader_name": BUREAU,
        "display_name": TEACHER,
        "host_told": True,
        "first_name": PUPIL.split(maxsplit=1)[0],
        "phone": "0536490000",
        "placement_url": f"{public_url}/pfmp",
        "mails_url": f"{public_url}/envois",
        "page_url": public_url,
        "notices_url": f"{public_url}/avis",
        "settings_url": f"{public_url}/avis/reglages",
        "agreements_url": f"{public_url}/entreprises/partenariats",
        # The real one is personal, and goes to its reader alone.
        "url": f"{public_url}/…",
        "person": TEACHER,
        "role": "Direction déléguée (DDFPT)",
        "lycee": "Lycée de l’Exemple",
        "many": 3,
        "late": 1,
        "kinds": (("Rappeler", 2), ("Envoyer un document", 1)),
        "ending": 2,
        "agreements": (EndingAgreements(until_on=day + timedelta(days=30), many=2),),
        "object": f"{PUPIL}, {COMPANY}",
        "sections": (
            {
                "subject": KINDS[Template.AGREEMENT_SIGNED].subject,
                "many": 3,
                "objects": ("object",),
                "more": 2,
            },
        ),
    }


def _declared(now: datetime) -> Mapping[str, Any]:
    day = now.date()
    return {
        "unused_since": day - timedelta(days=700),
        "closes_on": day + timedelta(days=30),
        "last": False,
        "site": "Montauban",
        "told_on": day,
        "by_when": day + timedelta(days=7),
        "first_end": day + timedelta(days=59),
        "declarations": (
            {
                "works": ("Machines et équipements de travail",),
                "filed_on": day - timedelta(days=1036),
                "valid_until": day + timedelta(days=59),
            },
        ),
    }


def _days(now: datetime) -> Mapping[str, Any]:
    day = now.date()
    monday = day + timedelta(days=42 - day.weekday())
    stay = {"starts_on": monday, "ends_on": monday + timedelta(days=25)}
    # Of a place as a family reads it.
    place = {
        "company": COMPANY,
        "place": "2 rue de l’Exemple, 82000 Montauban",
        "aid": None,
        "left_on": monday + timedelta(days=11),
    }
    # By the names of what is put in last of a real one.
    names = {"pupil": "pupil_name", "url": "url", "referent": "display_name"}
    return {
        **stay,
        "stays": ({**stay, **names, **place, "formation": FORMATION},),
        "expires_at": now + timedelta(days=30),
        "from_on": day + timedelta(days=7),
        "last_day": day + timedelta(days=200),
    }


def _notice(template: Template) -> Mapping[str, Any]:
    kind = KINDS[template]
    of_a_period = template in OF_A_PERIOD
    about, lines = _A_PERIOD if of_a_period else _OF_A_TOPIC.get(kind.topic, _A_PLACE)
    numbered = kind.topic is Topic.AGREEMENTS and not of_a_period
    return {
        "words": kind,
        "number": "2026-0001" if numbered else None,
        "object": about,
        "facts": tuple((label, f"line{rank}") for rank, (label, _) in enumerate(lines)),
        **{f"line{rank}": text for rank, (_, text) in enumerate(lines)},
    }
