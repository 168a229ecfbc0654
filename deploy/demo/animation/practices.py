"""Good practices of the demonstration: what invented bureaux share, say and take up."""

from collections.abc import Sequence
from datetime import timedelta

from contracts.coordination.good_practices import PracticeTheme
from deploy.demo.calendar import Calendar
from deploy.demo.lycees import LAVANDIERES, PEUPLIERS, TILLEULS, VIEUX_PONT
from deploy.demo.steps import Act, Step
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.good_practices.commands import (
    adopt_practice,
    comment_practice,
    pin_practice,
    share_practice,
)
from services.coordination.good_practices.model import GoodPractice, PracticeText
from services.coordination.good_practices.queries import read_practices

_CALLS = PracticeText(
    PracticeTheme.HOSTS,
    "Appeler les artisans avant huit heures",
    "Une matinée par semaine, deux personnes appellent entre 7\u202fh\u202f30 et 8\u202fh les entreprises qui "
    "n’ont pas répondu par courriel.\nUn appel sur trois donne un rendez-vous, contre un sur dix dans la journée.",
)
_FORUM = PracticeText(
    PracticeTheme.EVENTS,
    "Un forum inversé\u202f: les élèves tiennent les stands",
    "Chaque classe présente son métier à des entreprises invitées, qui passent de stand en stand.\n"
    "Prévoir deux heures, un plan de salle et une fiche par entreprise, saisie le soir même.",
)
_DEPARTURE = PracticeText(
    PracticeTheme.AGREEMENTS,
    "Une permanence de signature la semaine d’avant",
    "Le bureau reçoit chaque midi les élèves à qui il manque une signature. Liste affichée le lundi, "
    "relue le jeudi avec les professeurs principaux.",
)


def practices(calendar: Calendar) -> Sequence[Step]:
    """Three of three bureaux over the year; one pinned, one taken up and said more of."""
    first = calendar.opening
    steps = (
        ("practice:calls", TILLEULS.uai, 20, [_shares(_CALLS)]),
        ("practice:forum", PEUPLIERS.uai, 45, [_shares(_FORUM)]),
        (
            "practice:said",
            VIEUX_PONT.uai,
            60,
            [
                _says(_CALLS, "Essayé en novembre\u202f: cela marche aussi le samedi matin."),
                _takes_up(_CALLS),
            ],
        ),
        ("practice:departure", LAVANDIERES.uai, 75, [_shares(_DEPARTURE)]),
        ("practice:pinned", None, 76, [_pins(_CALLS)]),
    )
    return [
        Step(name, uai, calendar.at(first + timedelta(days=days), 11), acts)
        for name, uai, days, acts in steps
    ]


def _shares(said: PracticeText) -> Act:
    async def act(uow: UnitOfWork) -> None:
        await share_practice(uow, said=said, now=uow.now)

    return act


def _says(of: PracticeText, text: str) -> Act:
    async def act(uow: UnitOfWork) -> None:
        practice = await _found(uow, of)
        await comment_practice(uow, practice_id=practice.id, text=text, now=uow.now)

    return act


def _takes_up(of: PracticeText) -> Act:
    async def act(uow: UnitOfWork) -> None:
        await adopt_practice(uow, practice_id=(await _found(uow, of)).id, now=uow.now)

    return act


def _pins(of: PracticeText) -> Act:
    async def act(uow: UnitOfWork) -> None:
        practice = await _found(uow, of)
        await pin_practice(
            uow, practice_id=practice.id, version=practice.version, pin=True, now=uow.now
        )

    return act


async def _found(uow: UnitOfWork, said: PracticeText) -> GoodPractice:
    page = await read_practices(uow)
    for one in (*page.pinned, *page.items):
        if one.practice.said.title == said.title:
            return one.practice
    raise NotFound
