"""The card of a big account: what is asked, what bureaux say, what was decided; each does its part there."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.permissions import Action
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.account_cards.forms import (
    LyceeOutForm,
    PartiesForm,
    RequestForm,
    WordBackForm,
    WordForm,
)
from services.coordination.account_cards.pages.standing import ask_standing
from services.coordination.account_plans.model import LINE_STATES
from services.coordination.account_plans.store import PlanLines
from services.coordination.accounts.commands import (
    add_parties,
    leave_out,
    restore_request,
    restore_word,
    say_word,
    withdraw_request,
    withdraw_word,
)
from services.coordination.accounts.labels import labels
from services.coordination.accounts.model import TEXT_CHARACTERS_MAX, KeyAccount
from services.coordination.accounts.queries import read_account, read_joined
from services.coordination.permissions import (
    ARBITRATE_ACCOUNTS,
    ASK_ACCOUNTS,
    PERMISSIONS,
    SEE_ACCOUNTS,
)

router = Router()
ACCOUNTS = "/grands-comptes"
ITEM = "/grands-comptes/{key_account_id}"


@router.page(ITEM, action=SEE_ACCOUNTS)
async def item(request: Request, uow: RequestUnitOfWork, key_account_id: UUID) -> Response:
    """One big account."""
    return await show_account(request, uow, Typed.blank(WordForm), key_account_id)


async def show_account(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], key_account_id: UUID
) -> Response:
    """The card, with what was refused, if anything was."""
    card = await read_account(uow, key_account_id)
    decides = may(request, ARBITRATE_ACCOUNTS)
    asks = may(request, ASK_ACCOUNTS)
    writes = writable(request, PERMISSIONS, ASK_ACCOUNTS)
    lycees = [(uai, name) for uai, name in writes if card.concerns(uai)]
    lines = await PlanLines(uow).of(key_account_id)
    blank = {form: Typed.blank(form) for form in (WordForm, PartiesForm)}
    return render(
        request,
        "coordination/account_cards/account.html",
        card=card,
        account=card.account,
        lines=lines,
        **await _joined(uow, card.account),
        in_charge={one.uai for one in lines},
        line_states=LINE_STATES,
        typed=typed,
        placed=typed.form in blank,
        word=typed if typed.form is WordForm else blank[WordForm],
        joining=typed if typed.form is PartiesForm else blank[PartiesForm],
        standing=await ask_standing(request, uow, card.account.company_id),
        decides=decides,
        asks=asks,
        lycees=lycees,
        own=[uai for uai, _ in lycees],
        others=[
            (uai, name)
            for uai, name in card.names.items()
            if uai != uow.department_uai and not card.concerns(uai)
        ],
        text_max=TEXT_CHARACTERS_MAX,
        **labels(),
    )


async def _joined(uow: UnitOfWork, account: KeyAccount) -> dict[str, Any]:
    """What became of it as cards were put together."""
    joined = await read_joined(uow, account)
    lines = {one.account.id: await PlanLines(uow).of(one.account.id) for one in joined.others}
    return {"joined": joined, "joined_lines": lines}


@router.form(f"{ITEM}/avis", action=ASK_ACCOUNTS, redisplay=show_account)
async def say(
    key_account_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[WordForm], form_of(WordForm)],
) -> Response:
    """Say what one’s bureau wants and proposes."""
    form = typed.model
    word_id = await say_word(
        uow, key_account_id=key_account_id, text=form.text, uai=form.uai, now=uow.now
    )
    here = f"{ACCOUNTS}/{key_account_id}"
    undo = Undo(f"{here}/avis/retrait", {"account_word_id": str(word_id)})
    return see_other(here, notice="Avis enregistré.", undo=undo)


WordBack = Annotated[Typed[WordBackForm], form_of(WordBackForm)]


@router.form(f"{ITEM}/avis/retrait", action=ASK_ACCOUNTS, redisplay=show_account)
async def take_word_back(key_account_id: UUID, uow: RequestUnitOfWork, typed: WordBack) -> Response:
    """Take back what one’s bureau said."""
    word_id = typed.model.account_word_id
    await withdraw_word(uow, key_account_id=key_account_id, word_id=word_id, now=uow.now)
    here = f"{ACCOUNTS}/{key_account_id}"
    undo = Undo(f"{here}/avis/reprise", {"account_word_id": str(word_id)})
    return see_other(here, notice="Avis retiré.", undo=undo)


@router.form(f"{ITEM}/avis/reprise", action=ASK_ACCOUNTS, redisplay=show_account)
async def say_again(key_account_id: UUID, uow: RequestUnitOfWork, typed: WordBack) -> Response:
    """Say it again."""
    word_id = typed.model.account_word_id
    await restore_word(uow, key_account_id=key_account_id, word_id=word_id)
    return see_other(f"{ACCOUNTS}/{key_account_id}", notice="Avis remis.")


RequestBack = Annotated[Typed[RequestForm], form_of(RequestForm)]


@router.form(f"{ITEM}/demande/retrait", action=ASK_ACCOUNTS, redisplay=show_account)
async def take_request_back(
    key_account_id: UUID, uow: RequestUnitOfWork, typed: RequestBack
) -> Response:
    """Need no arbitration any more."""
    uai = typed.model.uai
    await withdraw_request(uow, key_account_id=key_account_id, uai=uai, now=uow.now)
    here = f"{ACCOUNTS}/{key_account_id}"
    undo = Undo(f"{here}/demande/reprise", {"uai": str(uai)} if uai else {})
    return see_other(here, notice="Demande retirée.", undo=undo)


@router.form(f"{ITEM}/demande/reprise", action=ASK_ACCOUNTS, redisplay=show_account)
async def ask_again(key_account_id: UUID, uow: RequestUnitOfWork, typed: RequestBack) -> Response:
    """Ask again what was taken back."""
    uai = typed.model.uai
    await restore_request(uow, key_account_id=key_account_id, uai=uai, now=uow.now)
    return see_other(f"{ACCOUNTS}/{key_account_id}", notice="Demande envoyée de nouveau.")


@router.form(f"{ITEM}/lycees", action=ARBITRATE_ACCOUNTS, redisplay=show_account)
async def join(
    key_account_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[PartiesForm], form_of(PartiesForm)],
) -> Response:
    """Have other lycées concerned."""
    await add_parties(uow, key_account_id=key_account_id, lycees=typed.model.lycees, now=uow.now)
    return see_other(
        f"{ACCOUNTS}/{key_account_id}", notice="Lycées ajoutés\u202f: leur bureau donne son avis."
    )


@router.form(f"{ITEM}/lycees/retrait", action=ARBITRATE_ACCOUNTS, redisplay=show_account)
async def leave(
    key_account_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LyceeOutForm], form_of(LyceeOutForm)],
) -> Response:
    """Have a lycée concerned no more that was added by mistake."""
    lycee, here = typed.model.lycee, f"{ACCOUNTS}/{key_account_id}"
    in_charge = {one.uai for one in await PlanLines(uow).of(key_account_id)}
    await leave_out(
        uow, key_account_id=key_account_id, lycee=lycee, in_charge=in_charge, now=uow.now
    )
    undo = Undo(f"{here}/lycees", {"lycees": lycee})
    return see_other(
        here, notice="Lycée retiré\u202f: son bureau ne lit plus ce compte.", undo=undo
    )


def may(request: Request, action: Action) -> bool:
    """Whether who asks may do it, for one lycée at least."""
    return PERMISSIONS.allows(context_of(request).user, action)
