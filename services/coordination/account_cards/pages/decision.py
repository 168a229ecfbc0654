"""Deciding of a big account, from what is known: who leads, a shared plan, or a lycée for each subject."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.coordination.accounts import AccountSubject
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.account_cards.forms import AccountDecisionForm, DecisionBackForm
from services.coordination.account_cards.pages.card import ACCOUNTS, ITEM, show_account
from services.coordination.account_cards.pages.standing import ask_standing
from services.coordination.account_decisions.commands import (
    decide_account,
    restore_decision,
    withdraw_decision,
)
from services.coordination.accounts.labels import OUTCOMES, SUBJECTS, choices, labels
from services.coordination.accounts.model import TEXT_CHARACTERS_MAX
from services.coordination.accounts.queries import AccountCard, read_account
from services.coordination.accounts.store import KeyAccounts
from services.coordination.base.form_pieces import DecisionForm
from services.coordination.permissions import ARBITRATE_ACCOUNTS

router = Router()
DECISION = f"{ITEM}/arbitrage"


@router.page(DECISION, action=ARBITRATE_ACCOUNTS)
async def decision(request: Request, uow: RequestUnitOfWork, key_account_id: UUID) -> Response:
    """What is to be decided, beside what is known; what stands is what may be corrected."""
    card = await read_account(uow, key_account_id)
    return await _draw(request, uow, Typed.blank(AccountDecisionForm, **_held(card)), card)


def _held(card: AccountCard) -> dict[str, Any]:
    standing = card.standing
    if standing is None:
        return {"version": card.account.version, "from_on": card.today}
    review_on = standing.review_on
    shares = {subject.value: uai for subject, uai in (standing.shares or {}).items()}
    return {
        "version": card.account.version,
        "outcome": standing.outcome,
        "lead": standing.lead,
        "from_on": standing.from_on,
        # The day it was to be looked at again is over: it is no day to keep.
        "review_on": review_on if review_on and review_on > card.today else None,
        "text": standing.text,
        **shares,
    }


async def _again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], key_account_id: UUID
) -> Response:
    return await _draw(request, uow, typed, await read_account(uow, key_account_id))


async def _draw(
    request: Request, uow: UnitOfWork, typed: Typed[Any], card: AccountCard
) -> Response:
    return render(
        request,
        "coordination/account_cards/decision.html",
        card=card,
        account=card.account,
        typed=typed,
        standing=await ask_standing(request, uow, card.account.company_id),
        outcome_choices=choices(OUTCOMES),
        subject_fields=[(subject.value, SUBJECTS[subject]) for subject in AccountSubject],
        lycee_choices=[
            (uai, name) for uai, name in card.names.items() if uai != uow.department_uai
        ],
        text_max=TEXT_CHARACTERS_MAX,
        **labels(),
    )


@router.form(DECISION, action=ARBITRATE_ACCOUNTS, redisplay=_again)
async def decide(
    key_account_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[AccountDecisionForm], form_of(AccountDecisionForm)],
) -> Response:
    """Decide: the bureaux concerned are told, and the registry follows."""
    form = typed.model
    await decide_account(
        uow,
        key_account_id=key_account_id,
        version=form.version,
        decision=form.decision(uow.new_id(), uow.now),
        now=uow.now,
    )
    here = f"{ACCOUNTS}/{key_account_id}"
    undo = Undo(f"{here}/arbitrage/retrait", {"version": str(form.version + 1)})
    return see_other(
        here, notice="Arbitrage rendu\u202f: les bureaux concernés le lisent.", undo=undo
    )


@router.form(f"{DECISION}/retrait", action=ARBITRATE_ACCOUNTS, redisplay=show_account)
async def take_back(
    key_account_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[DecisionForm], form_of(DecisionForm)],
) -> Response:
    """Take back what was decided last: what was decided before holds again."""
    decision_id = await withdraw_decision(
        uow, key_account_id=key_account_id, version=typed.model.version, now=uow.now
    )
    here = f"{ACCOUNTS}/{key_account_id}"
    version = (await KeyAccounts(uow).get(key_account_id)).version
    fields = {"version": str(version), "account_decision_id": str(decision_id)}
    undo = Undo(f"{here}/arbitrage/reprise", fields)
    return see_other(here, notice="Arbitrage retiré.", undo=undo)


@router.form(f"{DECISION}/reprise", action=ARBITRATE_ACCOUNTS, redisplay=show_account)
async def restore(
    key_account_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[DecisionBackForm], form_of(DecisionBackForm)],
) -> Response:
    """Have what was taken back hold again."""
    form = typed.model
    await restore_decision(
        uow,
        key_account_id=key_account_id,
        version=form.version,
        decision_id=form.account_decision_id,
        now=uow.now,
    )
    return see_other(f"{ACCOUNTS}/{key_account_id}", notice="Arbitrage rétabli.")
