"""What a notice says of a bulletin: asked of the DSDEN, of all lycées; asked of one, of that one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from contracts.notices import NoticeFacts, NoticeLine
from contracts.supervision.bulletins import BulletinKind
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import NO_BREAK, month_name
from services.supervision.base.days_in_words import between
from services.supervision.base.today import today_of
from services.supervision.bulletins.labels import figure_lines, journal_lines
from services.supervision.bulletins.model import days_by_id
from services.supervision.bulletins.queries import (
    SUNDAY,
    read_journal,
    read_moves,
    read_own_moves,
)
from services.supervision.past.model import Month

Facts = Mapping[UUID, NoticeFacts]
A_MONTH_AGO, MONTH_BEFORE = "il y a un mois", "le mois d’avant"


async def network_journals(uow: UnitOfWork, about: Collection[UUID]) -> Facts:
    """The journal of the network for bureaux, as other lycées may read it, without any place of a pupil."""
    return await _journals(uow, BulletinKind.NETWORK_JOURNAL, about)


async def department_journals(uow: UnitOfWork, about: Collection[UUID]) -> Facts:
    """The journal of the network for the supervisor."""
    return await _journals(uow, BulletinKind.DEPARTMENT_JOURNAL, about)


async def monthly_figures(uow: UnitOfWork, about: Collection[UUID]) -> Facts:
    """Figures of one lycée, beside a month ago; of a month that is over, its page."""
    if uow.uai is None or uow.uai == uow.department_uai:
        return {}
    path = f"/departement/nos-chiffres/{uow.uai}"
    found: dict[UUID, NoticeFacts] = {}
    for one, first in _asked(uow, BulletinKind.MONTHLY_FIGURES, about):
        runs = first == today_of(uow).replace(day=1)
        moved = await read_own_moves(uow, uow.uai) if runs else ()
        title = f"Nos chiffres en {month_name(first)}"
        found[one] = _facts(title, figure_lines(moved, A_MONTH_AGO), path)
    return found


async def department_figures(uow: UnitOfWork, about: Collection[UUID]) -> Facts:
    """Figures of the department for the month that ended, beside the one before it."""
    if uow.uai != uow.department_uai:
        return {}
    found: dict[UUID, NoticeFacts] = {}
    for one, first in _asked(uow, BulletinKind.DEPARTMENT_FIGURES, about):
        month = Month.of(first).before
        runs = first == today_of(uow).replace(day=1)
        moved = await read_moves(uow, month) if runs else ()
        title = f"Chiffres du mois{NO_BREAK}: {month_name(month.first)}"
        path = f"/departement/rapports/{month.key}"
        found[one] = _facts(title, figure_lines(moved, MONTH_BEFORE), path)
    return found


async def _journals(uow: UnitOfWork, kind: BulletinKind, about: Collection[UUID]) -> Facts:
    if uow.uai != uow.department_uai:
        return {}
    outside = kind is BulletinKind.NETWORK_JOURNAL
    path = "/departement/journal-du-reseau" if outside else "/departement/journal"
    found: dict[UUID, NoticeFacts] = {}
    for one, monday in _asked(uow, kind, about):
        facts = await read_journal(uow, monday, outside=outside)
        title = f"Semaine {between(monday, monday + SUNDAY)}"
        found[one] = _facts(title, journal_lines(facts), path)
    return found


def _asked(
    uow: UnitOfWork, kind: BulletinKind, about: Collection[UUID]
) -> Sequence[tuple[UUID, date]]:
    """Bulletins that are known, by their first day; the others are gone."""
    days = days_by_id(uow.department, kind, today_of(uow))
    return [(one, days[one]) for one in about if one in days]


def _facts(title: str, lines: Iterable[tuple[str, str]], path: str) -> NoticeFacts:
    told = tuple(NoticeLine(label=label, text=text) for label, text in lines)
    return NoticeFacts(standing=bool(told), object=title, lines=told, path=path)
