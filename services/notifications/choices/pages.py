"""« Régler mes avis »: how one wants to hear of each kind, on one page."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Annotated, Any

from fastapi import Request, Response

from services.chassis.base.identity import Identity
from services.chassis.unit_of_work.permissions import SIGNED_IN
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.chassis.web.views.french import date_fr
from services.notifications.choices.commands import choose_rhythms
from services.notifications.choices.forms import EVENINGS, MORNINGS, RestForm, RhythmsForm
from services.notifications.choices.store import NoticeChoices
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kind import Kind, Topic
from services.notifications.notice_kinds.model.kinds import KINDS
from services.notifications.notice_kinds.model.rhythm import Rhythm
from services.notifications.notices import labels
from services.notifications.notices.model import default_rhythm, offered_rhythm
from services.notifications.rests.commands import choose_rest
from services.notifications.rests.model import PARIS, Rest
from services.notifications.rests.store import Rests

router = Router()
SETTINGS = "/avis/reglages"
REST = "/avis/repos"


@router.page(SETTINGS, action=SIGNED_IN)
async def settings(request: Request, uow: RequestUnitOfWork) -> Response:
    """What one’s roles are told, and how; when one is not written to."""
    return await _page(request, uow)


async def _held(uow: UnitOfWork, reader: Identity) -> Typed[Any]:
    chosen = await NoticeChoices(uow).of_account(reader.account_id)
    held = {
        kind.value: chosen.get(kind.value, offered_rhythm(kind, reader.roles))
        for kind in _told_to(reader)
        if not KINDS[kind].duty
    }
    return Typed.blank(RhythmsForm, **held)


async def _page(
    request: Request,
    uow: UnitOfWork,
    *,
    typed: Typed[Any] | None = None,
    resting: Typed[Any] | None = None,
) -> Response:
    """Both forms: what was typed into one stays, the other shows what is kept."""
    reader = context_of(request).user
    today, rest = uow.now.astimezone(PARIS).date(), await Rests(uow).of_account(reader.account_id)
    told = _told_to(reader)
    return render(
        request,
        "notifications/choices/settings.html",
        typed=typed or await _held(uow, reader),
        resting=resting or _blank_rest(rest, today),
        back_on=rest.back_after(rest.away[1]) if rest.away and rest.away_on(today) else None,
        mornings=[(hour, f"{hour} h") for hour in MORNINGS],
        evenings=[(hour, f"{hour} h") for hour in EVENINGS],
        topics=_by_topic(told),
        own_pupils={kind for kind in told if default_rhythm(kind, reader.roles) is None},
        options={
            kind: [
                (rhythm.value, _said(rhythm, offered_rhythm(kind, reader.roles)))
                for rhythm in Rhythm
            ]
            for kind in told
        },
    )


def _blank_rest(rest: Rest, today: date) -> Typed[Any]:
    """The form as it is kept; an absence that is over is none."""
    begins, ends = rest.away if rest.away and rest.away[1] >= today else (None, None)
    hours = {"morning": rest.morning.hour, "evening": rest.evening.hour}
    return Typed.blank(RestForm, **hours, away_from=begins, away_until=ends)


async def _again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _page(request, uow, typed=typed)


async def _rest_again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _page(request, uow, resting=typed)


@router.form(SETTINGS, action=SIGNED_IN, redisplay=_again)
async def choose(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[RhythmsForm], form_of(RhythmsForm)],
) -> Response:
    """Keep what was chosen; what stays as it was for the role is not a choice."""
    reader = context_of(request).user
    await choose_rhythms(
        uow,
        account_id=reader.account_id,
        chosen=await _changed(uow, reader, typed.model),
        now=uow.now,
    )
    return see_other(SETTINGS, notice="Vos réglages sont enregistrés.")


@router.form(REST, action=SIGNED_IN, redisplay=_rest_again)
async def rest(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[RestForm], form_of(RestForm)],
) -> Response:
    """Keep when one is not written to."""
    account = context_of(request).user.account_id
    wanted = typed.model.wanted(uow.now.astimezone(PARIS).date())
    await choose_rest(uow, account_id=account, rest=wanted, now=uow.now)
    return see_other(SETTINGS, notice=_noted(wanted))


def _noted(rest: Rest) -> str:
    if rest.away is None:
        return "Vos heures sont enregistrées."
    back = date_fr(rest.back_after(rest.away[1]))
    return f"Votre absence est notée\u202f: ce qui peut attendre vous sera écrit le {back}."


async def _changed(
    uow: UnitOfWork, reader: Identity, form: RhythmsForm
) -> Mapping[Template, Rhythm]:
    known = await NoticeChoices(uow).of_account(reader.account_id)
    told = _told_to(reader)
    return {
        kind: rhythm
        for kind, rhythm in form.chosen().items()
        if kind in told
        and (kind.value in known or rhythm is not offered_rhythm(kind, reader.roles))
    }


def _told_to(reader: Identity) -> Sequence[Template]:
    return [kind for kind in KINDS if offered_rhythm(kind, reader.roles) is not None]


def _by_topic(told: Sequence[Template]) -> Sequence[tuple[Topic, Sequence[tuple[Template, Kind]]]]:
    ranked = sorted(told, key=lambda kind: list(Topic).index(KINDS[kind].topic))
    return [
        (topic, [(kind, KINDS[kind]) for kind in kinds])
        for topic, kinds in groupby(ranked, lambda kind: KINDS[kind].topic)
    ]


def _said(rhythm: Rhythm, default: Rhythm | None) -> str:
    return labels.RHYTHMS[rhythm] + (" (par défaut)" if rhythm is default else "")
