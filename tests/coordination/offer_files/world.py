"""A file of the training offer, its moves and a signal, as the tests speak of them."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from contracts.coordination.offer_files import (
    OfferBody,
    OfferChange,
    OfferOpinion,
    OfferStage,
)
from contracts.coordination.training_offer import RomeCode, SignalKind, SignalSource, SignalStrength
from contracts.identifiers import Mef, SchoolYear, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.formations.store import Formations
from services.coordination.offer_files.commands import (
    attach_signals,
    give_opinion,
    move_file,
    prepare_file,
    undo_move,
)
from services.coordination.offer_files.model.offer_file import (
    Amount,
    OfferFacts,
    OfferFile,
    Opinion,
)
from services.coordination.offer_files.model.states import OfferAction
from services.coordination.offer_files.queries import FileCard, read_card
from services.coordination.offer_files.store import OfferFiles
from services.coordination.training_signals.commands import raise_signal
from services.coordination.training_signals.model import SignalFacts
from tests.coordination.committees.world import NAMES
from tests.coordination.world import NOW, Somebody, bureau_of
from tests.support.network import HERE

MEF = Mef("2473121411")
TRADE = RomeCode("F1602")
SECRET = "Trois artisans de Lauzerte refusent des chantiers faute de bras"
FACTS = OfferFacts(
    change=OfferChange.OPENING_NET,
    lycee=HERE,
    formation="Mention complémentaire zingueur",
    effect_year=SchoolYear("2027-2028"),
    diploma="Mention complémentaire",
    trades=(TRADE,),
    capacity_now=0,
    capacity_wanted=12,
    text=SECRET,
    asked="Dire si l’atelier suffit.",
)
TO_THE_VOTE = (
    OfferAction.PROPOSE,
    OfferAction.COMPLETE,
    OfferAction.PLAN,
    OfferAction.MAKE_READY,
)


async def know_the_network(supervisor: Somebody) -> None:
    """The names of the lycées, and a formation one of them offers."""
    await supervisor.knows(NAMES)

    async def keep(uow: UnitOfWork) -> None:
        await Formations(uow).keep(uuid4(), uai=HERE, mef=MEF, label="CAP Électricien", version=1)

    await bureau_of(supervisor.units, HERE).do(keep)


async def a_draft(supervisor: Somebody, **facts: Any) -> UUID:
    """A file nobody but the supervisor reads."""
    await know_the_network(supervisor)
    return await supervisor.do(prepare_file, facts=replace(FACTS, **facts), now=supervisor.later())


async def a_file(supervisor: Somebody, *actions: OfferAction, **facts: Any) -> UUID:
    """A file that went as far as these moves; proposed without any."""
    file_id = await a_draft(supervisor, **facts)
    for action in actions or (OfferAction.PROPOSE,):
        await moves(supervisor, file_id, action)
    return file_id


async def moves(supervisor: Somebody, file_id: UUID, action: OfferAction, **more: Any) -> None:
    """One move, today."""
    amount = Amount(more.pop("capacity", None), more.pop("year", None))
    version = (await file_seen(supervisor, file_id)).version
    given: dict[str, Any] = {"moved_on": supervisor.now.date(), "version": version} | more
    await supervisor.do(
        move_file,
        file_id=file_id,
        action=action,
        amount=amount,
        now=supervisor.later(),
        **given,
    )


async def undoes(supervisor: Somebody, file_id: UUID) -> None:
    """The last move is taken back."""
    version = (await file_seen(supervisor, file_id)).version
    await supervisor.do(undo_move, file_id=file_id, version=version, now=supervisor.later())


async def opines(supervisor: Somebody, file_id: UUID, **more: Any) -> UUID:
    """What a body said."""
    opinion = Opinion(
        uuid4(),
        file_id,
        OfferBody.CDEN,
        OfferStage.ADVISORY,
        OfferOpinion.RESERVED,
        supervisor.now.date(),
        "Sous réserve des locaux",
        supervisor.now,
    )
    return await supervisor.do(
        give_opinion, opinion=replace(opinion, **more), now=supervisor.later()
    )


async def a_signal(who: Somebody, uai: Uai | None = None, **facts: Any) -> UUID:
    """What a company said of a trade."""
    known = SignalFacts(
        kind=SignalKind.SHORTAGE,
        rome=TRADE,
        strength=SignalStrength.REPEATED,
        source=SignalSource.COMPANY,
        told_on=NOW.date(),
        text="Couverture Bélaubre cherche deux zingueurs depuis un an",
        company="Couverture Bélaubre",
    )
    return await who.do(raise_signal, facts=replace(known, **facts), uai=uai, now=who.later())


async def attaches(who: Somebody, file_id: UUID, *signal_ids: UUID) -> int:
    """Signals are attached: how many were not yet."""
    return await who.do(attach_signals, file_id=file_id, signal_ids=signal_ids, now=who.later())


async def file_seen(who: Somebody, file_id: UUID) -> OfferFile:
    async def find(uow: UnitOfWork) -> OfferFile:
        return await OfferFiles(uow).get(file_id)

    return await who.do(find)


async def card_seen(who: Somebody, file_id: UUID) -> FileCard:
    return await who.do(read_card, file_id)
