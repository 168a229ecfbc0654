"""What the registry answers of the things a bureau is told of, whenever a notice is read or mailed."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from contracts.identifiers import AccountId
from contracts.notices import (
    PARTNERSHIP_NOTICES,
    NoticeFacts,
    NoticeKind,
    NoticeLine,
    NoticesAnswer,
    NoticesRequest,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.answers import answers
from services.partnerships.base.calendar import local_date
from services.partnerships.company_list.queries.order import LastExchange
from services.partnerships.notices import labels
from services.partnerships.notices.queries.addresses import NoticedContact, read_returned
from services.partnerships.notices.queries.dormant import DormantCompanies, read_dormant
from services.partnerships.notices.queries.imports import NoticedImport, read_imports
from services.partnerships.notices.queries.things import (
    NoticedAction,
    NoticedCheck,
    NoticedDeclaration,
    NoticedDoing,
    NoticedMailing,
    read_actions,
    read_checks,
    read_declarations,
    read_doings,
    read_mailings,
)


@dataclass(frozen=True)
class _Sort:
    """Things of one sort: how many are read at once, and what each kind of notice says of one."""

    read: Callable[[UnitOfWork, Collection[UUID]], Awaitable[Mapping[UUID, Any]]]
    facts: Mapping[NoticeKind, Callable[[Any, date], NoticeFacts]]


@answers.to(PARTNERSHIP_NOTICES)
async def notices_of_the_registry(request: NoticesRequest, uow: UnitOfWork) -> NoticesAnswer:
    """One statement a sort of thing, however many are asked about."""
    today = local_date(uow.now)
    told: dict[tuple[NoticeKind, UUID], NoticeFacts] = {}
    for sort in _SORTS:
        asked = [one for one in request.asked if one.kind in sort.facts]
        found = await sort.read(uow, {one.about for one in asked})
        for one in asked:
            if one.about in found:
                told[one.kind, one.about] = sort.facts[one.kind](found[one.about], today)
    return NoticesAnswer(facts=tuple(told.get((one.kind, one.about)) for one in request.asked))


def _expiring(one: NoticedDeclaration, today: date) -> NoticeFacts:
    return _declaration(one, today, standing=one.expiry.is_running_out(today))


def _expired(one: NoticedDeclaration, today: date) -> NoticeFacts:
    return _declaration(one, today, standing=one.expiry.is_over(today))


def _declaration(one: NoticedDeclaration, today: date, *, standing: bool) -> NoticeFacts:
    return NoticeFacts(
        standing=standing,
        object=one.company,
        lines=_lines(labels.lines_of_declaration(one, today)),
        path=f"/entreprises/{one.company_id}/engagements",
    )


def _check(one: NoticedCheck, _: date) -> NoticeFacts:
    return NoticeFacts(
        standing=one.check.confirmed_at is not None,
        object=labels.object_of_check(one),
        lines=_lines(labels.lines_of_check(one)),
        path=f"/entreprises/{one.check.company_id}",
    )


def _action(one: NoticedAction, today: date) -> NoticeFacts:
    return NoticeFacts(
        standing=one.unreported.is_late(today),
        object=one.title,
        lines=_lines(labels.lines_of_action(one)),
        path=f"/entreprises/actions/{one.unreported.id}",
    )


def _dormant(one: DormantCompanies, _: date) -> NoticeFacts:
    return NoticeFacts(
        standing=one.many > 0,
        object=labels.object_of_dormant(one),
        lines=_lines(labels.lines_of_dormant(one)),
        path=f"/entreprises?echange={LastExchange.OVER_A_YEAR}",
    )


def _mailing(one: NoticedMailing, _: date) -> NoticeFacts:
    return NoticeFacts(
        standing=one.undelivered > 0,
        object=labels.object_of_mailing(one),
        lines=_lines(labels.lines_of_mailing(one)),
        path=f"/entreprises/courriels/{one.id}",
        concerned=(one.author,),
    )


def _doing(one: NoticedDoing, _: date) -> NoticeFacts:
    return NoticeFacts(
        standing=one.holds,
        object=labels.object_of_doing(one),
        lines=_lines(labels.lines_of_doing(one)),
        path=f"/entreprises/{one.done.company_id}",
    )


def _returned(one: NoticedContact, _: date) -> NoticeFacts:
    return NoticeFacts(
        standing=one.back is not None,
        object=f"{one.company}\u00a0: {one.name}",
        lines=_lines(labels.lines_of_returned(one, one.back)) if one.back else (),
        path=f"/entreprises/{one.company_id}",
    )


def _halted(one: NoticedImport, _: date) -> NoticeFacts:
    return _import(one, standing=one.failing)


def _done(one: NoticedImport, _: date) -> NoticeFacts:
    return _import(one, standing=one.about.status == "completed")


def _import(one: NoticedImport, *, standing: bool) -> NoticeFacts:
    begun_by = one.about.begun_by
    return NoticeFacts(
        standing=standing,
        object=labels.object_of_import(one),
        lines=_lines(labels.lines_of_import(one)),
        path=f"/entreprises/import/{one.about.id}",
        concerned=(AccountId(begun_by),) if begun_by else (),
    )


def _lines(said: Iterable[labels.Line]) -> tuple[NoticeLine, ...]:
    return tuple(NoticeLine(label=label, text=text) for label, text in said)


_K = NoticeKind
_SORTS = (
    _Sort(read_declarations, {_K.DEROGATION_EXPIRING: _expiring, _K.DEROGATION_EXPIRED: _expired}),
    _Sort(read_checks, {_K.CARD_CHECKED: _check}),
    _Sort(read_actions, {_K.ACTION_UNREPORTED: _action}),
    _Sort(read_mailings, {_K.MAILING_UNDELIVERED: _mailing}),
    _Sort(read_returned, {_K.MAIL_RETURNED: _returned}),
    _Sort(read_dormant, {_K.COMPANIES_DORMANT: _dormant}),
    _Sort(read_imports, {_K.IMPORT_HALTED: _halted, _K.IMPORT_DONE: _done}),
    _Sort(read_doings, {_K.HOST_ACTED: _doing}),
)
