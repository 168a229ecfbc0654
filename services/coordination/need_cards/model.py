"""The history of a need (fil): what happened to it, day by day; and what is missing to pass it on or answer it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.chassis.base.errors import Invalid


@dataclass(frozen=True)
class Step:
    """Something that happened to a need; `who` did it, or it was done to."""

    at: datetime
    said: str
    who: str = ""


def by_time(steps: Sequence[Step]) -> Sequence[Step]:
    """The steps, the newest first."""
    return sorted(steps, key=lambda step: step.at, reverse=True)


class ActorUnknown(Invalid):
    """No actor of the directory is called so."""

    code = "actor-unknown"
    title = "Aucun acteur de l’annuaire ne s’appelle ainsi\u202f: choisissez-le dans la liste."


class ActorAmbiguous(Invalid):
    """Several actors of the directory are called so."""

    code = "actor-ambiguous"
    title = "Plusieurs acteurs s’appellent ainsi\u202f: donnez-leur d’abord des noms différents dans l’annuaire."


class BureauUnknown(Invalid):
    """It is no lycée of the department."""

    code = "bureau-unknown"
    title = "Ce bureau n’existe pas\u202f: rechargez la page, et choisissez dans la liste."


class AnswerMissing(Invalid):
    """The company is written what came of its need: there is something to say."""

    code = "answer-missing"
    title = "Écrivez la réponse\u202f: elle part à l’entreprise."


class PhonedLater(Invalid):
    """What was said by phone was said today or before."""

    code = "phoned-later"
    title = "Indiquez aujourd’hui ou un jour passé\u202f: cette réponse est déjà donnée."
