"""The dossier a bureau of the demonstration leaves to whoever comes next."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from deploy.demo.calendar import Calendar
from deploy.demo.lycees import TILLEULS
from deploy.demo.steps import Act, Step
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.handover_dossiers.commands import write_handover
from services.portal.handover_dossiers.model.words import Subject

_WORDS: Mapping[Subject, str] = {
    Subject.FIRST: (
        "Relancer les entreprises qui accueillent en janvier\u00a0: les conventions partent mi-décembre.\n"
        "Vérifier la liste des classes avec la vie scolaire dès la rentrée de janvier."
    ),
    Subject.COMPANIES: (
        "Passer par le bureau avant toute demande aux trois plus grandes entreprises du canton\u00a0: elles "
        "reçoivent aussi les demandes des autres lycées.\n"
        "Les artisans préfèrent le téléphone, entre 7\u202fh\u202f30 et 8\u202fh."
    ),
    Subject.YEAR: (
        "Novembre\u00a0: forum des métiers. Janvier\u00a0: deuxième PFMP des terminales.\n"
        "Mars\u00a0: taxe d’apprentissage. Mai\u00a0: jurys, avec des professionnels à inviter dès février."
    ),
    Subject.PLACES: "Modèles de convention et affiches\u00a0: dossier partagé du lycée, «\u00a0Bureau des entreprises\u00a0».",
}


def words(calendar: Calendar) -> Sequence[Step]:
    """What one bureau wrote, a month after the year began; the two other subjects stay to be written."""
    at = calendar.at(calendar.opening + timedelta(days=30), 17)
    return [Step("handover:words", TILLEULS.uai, at, [_writes(*one) for one in _WORDS.items()])]


def _writes(subject: Subject, text: str) -> Act:
    async def act(uow: UnitOfWork) -> None:
        await write_handover(uow, subject=subject, text=text, version=0, now=uow.now)

    return act
