"""Files of the training offer: their moves, who reads them, what is told of them and what is not."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from contracts.coordination.offer_files import (
    OfferChange,
    OfferCorrection,
    OfferFileFollowedV1,
    OfferFileMovedV1,
    OfferFileStep,
    OfferOpinion,
    OfferOpinionFollowedV1,
    OfferOpinionGivenV1,
    OfferOpinionStep,
    OfferOpinionWithdrawnV1,
    OfferState,
)
from contracts.identifiers import Mef, SchoolYear, Uai
from contracts.notices import AskedNotice, NoticeFacts, NoticeKind, NoticesRequest
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.answers import notices_of_the_network
from services.coordination.formations.store import Formations
from services.coordination.offer_files import queries
from services.coordination.offer_files.commands import (
    cite_signal,
    correct_file,
    detach_signal,
    prepare_file,
    restore_opinion,
    withdraw_opinion,
)
from services.coordination.offer_files.model.offer_file import (
    CapacityMissing,
    DayToCome,
    NothingToUndo,
    OfferFile,
    OfferFileDeleted,
    OfferFileDraft,
    OfferFileOver,
    OfferFormationUnknown,
    OfferLyceeUnknown,
    OpinionMoved,
    SignalNotAttached,
    YearMissing,
)
from services.coordination.offer_files.model.states import (
    TRANSITIONS,
    WHAT_TO_DO,
    OfferAction,
    OfferMoveRefused,
    ask,
    possible,
)
from services.coordination.offer_files.queries import (
    FileCut,
    files_of_signal,
    offered_signals,
    read_files,
)
from services.coordination.offer_files.retention import old, remove
from services.coordination.training_signals.commands import restore_signal, withdraw_signal
from services.coordination.training_signals.model import SignalWithdrawn
from services.coordination.training_signals.retention import remove as remove_signals
from tests.coordination.offer_files.world import (
    FACTS,
    MEF,
    SECRET,
    TO_THE_VOTE,
    a_draft,
    a_file,
    a_signal,
    attaches,
    card_seen,
    file_seen,
    moves,
    opines,
    undoes,
)
from tests.coordination.world import NOW, Somebody, bureau_of
from tests.support.network import ELSEWHERE, HERE
from tests.support.services import Published

TODAY = NOW.date()
_A, _S = OfferAction, OfferState
VOTED = (*TO_THE_VOTE, _A.VALIDATE)


@pytest.mark.parametrize(("state", "action"), list(product(OfferState, OfferAction)))
def test_each_move_leads_where_the_table_says_or_is_refused_with_what_to_do(
    state: OfferState, action: OfferAction
) -> None:
    rows = [row for row in TRANSITIONS if (row.state, row.action) == (state, action)]
    assert len(rows) <= 1
    if rows:
        assert ask(state, action) is rows[0].to[0]
        return
    with pytest.raises(OfferMoveRefused) as refused:
        ask(state, action)
    assert refused.value.detail == WHAT_TO_DO[state]


def test_what_is_cancelled_is_corrected_no_more() -> None:
    assert possible(_S.VALIDATED, OfferCorrection.CANCELLED) == ()
    with pytest.raises(OfferMoveRefused):
        ask(_S.VALIDATED, _A.POSTPONE, OfferCorrection.CANCELLED)


async def test_a_draft_is_read_by_the_supervisor_alone_and_tells_nothing(
    supervisor: Somebody, bureau: Somebody, superuser: asyncpg.Connection
) -> None:
    file_id = await a_draft(supervisor)
    await supervisor.do(
        correct_file,
        file_id=file_id,
        version=1,
        facts=replace(FACTS, lycee=ELSEWHERE),
        now=supervisor.later(),
    )
    await moves(supervisor, file_id, _A.DELETE)
    await undoes(supervisor, file_id)

    for path in (file_seen, card_seen):
        with pytest.raises(NotFound):
            await path(bureau, file_id)
    assert await bureau.do(read_files, FileCut(everything=True)) == []
    assert await superuser.fetchval("SELECT count(*) FROM journal") == 0
    with pytest.raises(OfferFileDraft):
        await opines(supervisor, file_id)


async def test_a_proposal_is_read_by_its_lycee_alone_with_all_that_is_beside_it(
    supervisor: Somebody, bureau: Somebody, other_bureau: Somebody
) -> None:
    file_id = await a_draft(supervisor)
    await attaches(supervisor, file_id, await a_signal(supervisor))
    await moves(supervisor, file_id, _A.PROPOSE, reason="Le CLEE le demande")
    await opines(supervisor, file_id)

    card = await card_seen(bureau, file_id)
    assert (card.file.facts, card.lycee) == (FACTS, "Lycée Bourdelle")
    assert [move.reason for move in card.moves] == ["Le CLEE le demande"]
    assert [one.opinion for one in card.opinions] == [OfferOpinion.RESERVED]
    assert [one.signal for one in card.signals] == [None], "the DSDEN's own is not read"
    with pytest.raises(NotFound):
        await card_seen(other_bureau, file_id)
    await undoes(supervisor, file_id)
    with pytest.raises(NotFound):
        await card_seen(bureau, file_id)
    kept = await card_seen(supervisor, file_id)
    assert len(kept.moves) == len(kept.opinions) == len(kept.signals) == 1
    assert kept.moves[0].undone_at is not None


async def test_moves_are_told_as_codes_and_never_a_word_of_what_is_written(
    supervisor: Somebody, published: Published, superuser: asyncpg.Connection
) -> None:
    file_id = await a_file(supervisor, *VOTED, mef=MEF)
    await opines(supervisor, file_id)

    told = await published(OfferFileMovedV1)
    assert [(one.before, one.after) for one in told] == [
        (_S.DRAFT, _S.PROPOSAL),
        (_S.PROPOSAL, _S.COMPLETE),
        (_S.COMPLETE, _S.PROJECT),
        (_S.PROJECT, _S.READY),
        (_S.READY, _S.VALIDATED),
    ]
    assert (told[0].mef, told[0].effect_year) == (MEF, "2027-2028")
    followed = await published(OfferFileFollowedV1)
    assert {one.step for one in followed} == {OfferFileStep.MOVED}
    rows = await superuser.fetch(
        "SELECT uai, audience, payload || headers::text AS all FROM journal"
    )
    assert {row["uai"] for row in rows if row["audience"] == "bureau"} == {HERE}
    for word in (SECRET, "zingueur", "atelier", "locaux"):
        assert all(word not in row["all"] for row in rows)


async def test_what_is_corrected_is_told_only_where_what_is_told_changed(
    supervisor: Somebody, bureau: Somebody, other_bureau: Somebody, published: Published
) -> None:
    file_id = await a_file(supervisor)

    async def corrects(**changes: Any) -> None:
        before = await file_seen(supervisor, file_id)
        facts = replace(before.facts, **changes)
        await supervisor.do(
            correct_file,
            file_id=file_id,
            version=before.version,
            facts=facts,
            now=supervisor.later(),
        )

    await corrects(text="Autrement dit", capacity_wanted=None)
    assert len(await published(OfferFileMovedV1)) == 1
    assert (await file_seen(bureau, file_id)).facts.capacity_wanted is None
    await corrects(lycee=ELSEWHERE, change=OfferChange.TRANSFER)
    told = (await published(OfferFileMovedV1))[-1]
    assert (told.before, told.after) == (_S.PROPOSAL, _S.PROPOSAL)
    assert [one.step for one in await published(OfferFileFollowedV1)][1:] == [
        OfferFileStep.BACK,
        OfferFileStep.MOVED,
    ]
    with pytest.raises(NotFound):
        await file_seen(bureau, file_id)
    assert (await card_seen(other_bureau, file_id)).moves


async def test_corrections_after_the_vote_are_moves_that_are_undone(
    supervisor: Somebody, published: Published
) -> None:
    file_id = await a_file(supervisor, *VOTED)
    with pytest.raises(OfferFileOver):
        await supervisor.do(
            correct_file, file_id=file_id, version=6, facts=FACTS, now=supervisor.now
        )
    with pytest.raises(CapacityMissing):
        await moves(supervisor, file_id, _A.RESIZE)
    for year in (None, FACTS.effect_year):
        with pytest.raises(YearMissing):
            await moves(supervisor, file_id, _A.POSTPONE, year=year)

    await moves(supervisor, file_id, _A.RESIZE, capacity=8)
    await moves(supervisor, file_id, _A.POSTPONE, year=SchoolYear("2028-2029"))
    await moves(supervisor, file_id, _A.CANCEL)
    seen = await file_seen(supervisor, file_id)
    assert (seen.state, seen.correction) == (_S.VALIDATED, OfferCorrection.CANCELLED)
    assert (seen.facts.capacity_wanted, seen.facts.effect_year) == (8, "2028-2029")
    with pytest.raises(OfferMoveRefused):
        await moves(supervisor, file_id, _A.RESIZE, capacity=9)
    assert (await published(OfferFileMovedV1))[-1].correction is OfferCorrection.CANCELLED

    expected = [
        (OfferCorrection.POSTPONED, 8, "2028-2029", _S.VALIDATED),
        (OfferCorrection.CAPACITY, 8, "2027-2028", _S.VALIDATED),
        (None, 12, "2027-2028", _S.VALIDATED),
        (None, 12, "2027-2028", _S.READY),
    ]
    for expectation in expected:
        await undoes(supervisor, file_id)
        seen = await file_seen(supervisor, file_id)
        facts = seen.facts
        found = (seen.correction, facts.capacity_wanted, facts.effect_year, seen.state)
        assert found == expectation


async def test_a_proposal_that_is_deleted_stays_known_to_its_lycee_and_comes_back(
    supervisor: Somebody, bureau: Somebody
) -> None:
    file_id = await a_file(supervisor)
    await moves(supervisor, file_id, _A.DELETE)
    assert (await file_seen(bureau, file_id)).state is _S.DELETED
    signal_id = await a_signal(bureau)
    for adding in (opines(supervisor, file_id), attaches(bureau, file_id, signal_id)):
        with pytest.raises(OfferFileDeleted):
            await adding
    await undoes(supervisor, file_id)
    assert (await file_seen(bureau, file_id)).state is _S.PROPOSAL
    await undoes(supervisor, file_id)
    with pytest.raises(NothingToUndo):
        await undoes(supervisor, file_id)


async def test_what_is_wrong_is_refused(supervisor: Somebody, bureau: Somebody) -> None:
    file_id = await a_file(supervisor)
    with pytest.raises(DayToCome):
        await moves(supervisor, file_id, _A.COMPLETE, moved_on=TODAY + timedelta(days=1))
    with pytest.raises(DayToCome):
        await opines(supervisor, file_id, given_on=TODAY + timedelta(days=1))
    with pytest.raises(StaleVersion):
        await moves(supervisor, file_id, _A.COMPLETE, version=1)
    dsden = supervisor.units.department_uai
    for lycee in (Uai("0310001H"), dsden):
        with pytest.raises(OfferLyceeUnknown):
            await supervisor.do(prepare_file, facts=replace(FACTS, lycee=lycee), now=supervisor.now)
    facts = replace(FACTS, mef=Mef("2473121499"))
    with pytest.raises(OfferFormationUnknown):
        await supervisor.do(prepare_file, facts=facts, now=supervisor.now)


async def test_an_opinion_noted_by_mistake_counts_no_more_and_again(
    supervisor: Somebody, published: Published
) -> None:
    file_id = await a_file(supervisor)
    opinion_id = await opines(supervisor, file_id)
    asked = {"file_id": file_id, "opinion_id": opinion_id}
    await supervisor.do(withdraw_opinion, **asked, now=supervisor.later())
    assert (await card_seen(supervisor, file_id)).standing_opinions == []
    with pytest.raises(OpinionMoved):
        await supervisor.do(withdraw_opinion, **asked, now=supervisor.later())
    await supervisor.do(restore_opinion, **asked)
    with pytest.raises(OpinionMoved):
        await supervisor.do(restore_opinion, **asked)
    [one] = (await card_seen(supervisor, file_id)).standing_opinions
    assert one.text == "Sous réserve des locaux"
    assert len(await published(OfferOpinionGivenV1)) == 2
    assert len(await published(OfferOpinionWithdrawnV1)) == 1
    other = await a_file(supervisor)
    with pytest.raises(NotFound):
        await supervisor.do(
            withdraw_opinion, file_id=other, opinion_id=opinion_id, now=supervisor.now
        )


async def test_a_bureau_attaches_and_detaches_its_own_signals(
    supervisor: Somebody, bureau: Somebody, other_bureau: Somebody
) -> None:
    file_id = await a_file(supervisor)
    own, hers = await a_signal(bureau), await a_signal(supervisor)
    theirs = await a_signal(other_bureau)
    assert await attaches(bureau, file_id, own, own) == 1
    assert await attaches(bureau, file_id, own) == 0
    assert await attaches(supervisor, file_id, hers, theirs) == 2
    with pytest.raises(NotFound):
        await attaches(bureau, file_id, theirs)
    with pytest.raises(NotFound):
        await attaches(other_bureau, file_id, theirs)

    seen = (await card_seen(bureau, file_id)).signals
    assert [one.signal_id for one in seen if one.signal] == [own]
    assert len(seen) == 3
    assert sum((await card_seen(supervisor, file_id)).strengths.values()) == 3
    [listed] = await bureau.do(read_files, FileCut())
    assert listed.signals == 3
    with pytest.raises(SignalNotAttached):
        await bureau.do(detach_signal, file_id=file_id, signal_id=hers)
    await bureau.do(detach_signal, file_id=file_id, signal_id=own)
    await supervisor.do(detach_signal, file_id=file_id, signal_id=hers)
    assert len((await card_seen(supervisor, file_id)).signals) == 1
    await supervisor.do(cite_signal, file_id=file_id, signal_id=theirs, cited=True)
    with pytest.raises(SignalNotAttached):
        await supervisor.do(cite_signal, file_id=file_id, signal_id=own, cited=True)
    [one] = (await card_seen(supervisor, file_id)).signals
    assert one.cited


async def test_a_withdrawn_signal_counts_no_more(supervisor: Somebody) -> None:
    file_id, signal_id = await a_file(supervisor), await a_signal(supervisor)
    await attaches(supervisor, file_id, signal_id)
    await supervisor.do(withdraw_signal, signal_id=signal_id, version=1, now=supervisor.later())
    assert (await card_seen(supervisor, file_id)).signals == []
    [listed] = await supervisor.do(read_files, FileCut())
    assert listed.signals == 0
    with pytest.raises(SignalWithdrawn):
        await attaches(supervisor, file_id, signal_id)


async def test_a_bureau_does_not_count_what_it_withdrew(
    bureau: Somebody, supervisor: Somebody
) -> None:
    file_id, signal_id = await a_file(supervisor), await a_signal(bureau)
    await attaches(bureau, file_id, signal_id)
    await bureau.do(withdraw_signal, signal_id=signal_id, version=1, now=bureau.later())
    assert (await card_seen(bureau, file_id)).signals == []
    [listed] = await bureau.do(read_files, FileCut())
    assert listed.signals == 0


async def test_a_signal_knows_the_files_it_is_attached_to(
    bureau: Somebody, supervisor: Somebody
) -> None:
    proposed, draft = await a_file(supervisor), await a_draft(supervisor)
    deleted = await a_file(supervisor, _A.PROPOSE, _A.DELETE)
    signal_id = await a_signal(bureau)
    for one in (proposed, draft):
        await attaches(supervisor, one, signal_id)

    async def known(uow: UnitOfWork) -> set[UUID]:
        return {one.file.id for one in await files_of_signal(uow, signal_id)}

    assert await supervisor.do(known) == {proposed, draft}
    assert await bureau.do(known) == {proposed}, "a draft is the supervisor's alone"
    await undoes(supervisor, deleted)
    await attaches(supervisor, deleted, signal_id)
    await moves(supervisor, deleted, _A.DELETE)
    assert await supervisor.do(known) == {proposed, draft}


async def test_an_old_signal_of_the_trade_is_offered_behind_many_of_others(
    bureau: Somebody, supervisor: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "SIGNALS_OFFERED", 2)
    file_id = await a_file(supervisor, mef=MEF)
    same_formation = Mef(f"{MEF[:9]}{(int(MEF[9]) + 1) % 10}{MEF[10:]}")
    old_day = NOW.date() - timedelta(days=300)
    near = await a_signal(supervisor, told_on=old_day)
    for _ in range(2):
        await a_signal(supervisor, rome="A1203")
    one = await file_seen(supervisor, file_id)

    async def offered(uow: UnitOfWork) -> set[UUID]:
        return {signal.id for signal in await offered_signals(uow, one, alike=True)}

    assert await supervisor.do(offered) == {near}

    async def keep(uow: UnitOfWork) -> None:
        label = "CAP Électricien, deuxième année"
        await Formations(uow).keep(uuid4(), uai=HERE, mef=same_formation, label=label, version=1)

    await bureau.do(keep)
    of_the_formation = await a_signal(supervisor, rome="A1203", mef=same_formation, told_on=old_day)
    assert await supervisor.do(offered) == {near, of_the_formation}


async def test_signals_of_its_trades_formation_and_territory_are_offered(
    supervisor: Somebody,
) -> None:
    file_id = await a_file(supervisor)
    near = await a_signal(supervisor)
    far = await a_signal(supervisor, rome="A1203")

    async def offered(uow: UnitOfWork, one: OfferFile, *, alike: bool) -> set[UUID]:
        return {signal.id for signal in await offered_signals(uow, one, alike=alike)}

    one = await file_seen(supervisor, file_id)
    assert await supervisor.do(offered, one, alike=True) == {near}
    assert await supervisor.do(offered, one, alike=False) == {near, far}
    await attaches(supervisor, file_id, near)
    assert await supervisor.do(offered, one, alike=False) == {far}


async def test_a_list_has_what_is_to_be_done_first_and_is_cut(supervisor: Somebody) -> None:
    ready = await a_file(supervisor, *TO_THE_VOTE, formation="CAP Couvreur")
    lacking = await a_file(supervisor, _A.PROPOSE, _A.ASK_MORE, lycee=ELSEWHERE)
    draft = await a_draft(supervisor, reference="ORION-482")
    voted = await a_file(supervisor, *VOTED, effect_year=SchoolYear("2028-2029"))

    async def found(**cut: Any) -> list[UUID]:
        listed = await supervisor.do(read_files, FileCut(**cut))
        return [one.file.id for one in listed]

    assert await found() == [lacking, draft, ready]
    assert await found(everything=True) == [lacking, draft, ready, voted]
    assert await found(state=_S.VALIDATED) == [voted]
    assert await found(lycee=ELSEWHERE) == [lacking]
    assert await found(everything=True, year=SchoolYear("2028-2029")) == [voted]
    assert await found(words="couvr") == [ready]
    assert await found(words="orion 482") == [draft]
    assert await found(words="peupliers") == [lacking]
    assert await found(change=OfferChange.CLOSING) == []


async def told(
    asker: Somebody, about: UUID, kind: NoticeKind = NoticeKind.OFFER_FILE_MOVED
) -> NoticeFacts | None:
    request = NoticesRequest(asked=(AskedNotice(kind=kind, about=about),))

    async def answer(uow: UnitOfWork) -> NoticeFacts | None:
        return (await notices_of_the_network(request, uow)).facts[0]

    return await asker.do(answer)


async def test_a_notice_says_where_a_file_stands_to_its_lycee_and_of_a_draft_nothing(
    supervisor: Somebody, bureau: Somebody, other_bureau: Somebody
) -> None:
    file_id = await a_file(supervisor)
    seen = await told(bureau, file_id)
    assert seen
    assert seen.standing
    assert [(line.label, line.text) for line in seen.lines] == [
        ("Demande", "Ouverture nette"),
        ("Formation", "Mention complémentaire zingueur"),
        ("Lycée", "Lycée Bourdelle"),
        ("Effet", "rentrée\u00a02027"),
        ("État", "Proposition"),
    ]
    assert seen.path == f"/offre/{file_id}"
    assert await told(other_bureau, file_id) is None
    await undoes(supervisor, file_id)
    assert await told(bureau, file_id) is None
    hers = await told(supervisor, file_id)
    assert hers
    assert not hers.standing
    assert await told(supervisor, uuid4()) is None


async def test_files_go_after_five_years_and_deleted_ones_after_one(
    supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    kept = await a_file(supervisor)
    gone = await a_file(supervisor)
    await attaches(supervisor, gone, await a_signal(supervisor))
    await opines(supervisor, gone)
    await moves(supervisor, gone, _A.DELETE)

    async def due(days: int) -> list[UUID]:
        found = await supervisor.do(old, now=supervisor.now + timedelta(days=days), limit=10)
        return [one.id for one in found]

    assert await due(364) == []
    assert await due(366) == [gone]
    assert set(await due(5 * 365 + 1)) == {kept, gone}
    await supervisor.do(remove, [gone], supervisor.now)
    for table in ("offer_files", "offer_moves", "offer_opinions", "offer_signals"):
        assert (
            await superuser.fetchval(f"SELECT count(*) FROM {table} WHERE file_id = $1", gone) == 0
        )
    assert (await file_seen(supervisor, kept)).id == kept


async def test_a_bureau_does_not_count_what_another_lycee_withdrew(
    bureau: Somebody, supervisor: Somebody
) -> None:
    other = bureau_of(supervisor.units, ELSEWHERE)
    file_id, signal_id = await a_file(supervisor), await a_signal(other)
    await attaches(supervisor, file_id, signal_id)

    async def counted(who: Somebody) -> tuple[int, int]:
        [listed] = await who.do(read_files, FileCut())
        return listed.signals, len((await card_seen(who, file_id)).signals)

    assert (await counted(bureau), await counted(supervisor)) == ((1, 1), (1, 1))
    [hidden] = (await card_seen(bureau, file_id)).signals
    assert hidden.signal is None
    await other.do(withdraw_signal, signal_id=signal_id, version=1, now=other.later())
    assert (await counted(bureau), await counted(supervisor)) == ((0, 0), (0, 0))
    await other.do(restore_signal, signal_id=signal_id, version=2, now=other.later())
    assert (await counted(bureau), await counted(supervisor)) == ((1, 1), (1, 1))
    await other.do(remove_signals, [signal_id], other.now)
    assert (await counted(bureau), await counted(supervisor)) == ((0, 0), (0, 0))


async def test_a_lycee_is_told_of_an_opinion_on_its_file_until_it_is_withdrawn(
    supervisor: Somebody, bureau: Somebody, other_bureau: Somebody, published: Published
) -> None:
    file_id = await a_file(supervisor)
    opinion_id = await opines(supervisor, file_id)
    known = {"file_id": file_id, "opinion_id": opinion_id}

    async def standing(who: Somebody) -> bool | None:
        seen = await told(who, opinion_id, NoticeKind.OFFER_OPINION_GIVEN)
        return seen.standing if seen else None

    seen = await told(bureau, opinion_id, NoticeKind.OFFER_OPINION_GIVEN)
    assert seen
    assert [line.text for line in seen.lines][:2] == ["CDEN", "Réservé, consultatif"]
    assert all("locaux" not in line.text for line in seen.lines)
    assert seen.path == f"/offre/{file_id}"
    assert (await standing(bureau), await standing(other_bureau)) == (True, None)
    await supervisor.do(withdraw_opinion, **known, now=supervisor.later())
    assert await standing(bureau) is False
    await supervisor.do(restore_opinion, **known)
    assert await standing(bureau) is True
    steps = [one.step for one in await published(OfferOpinionFollowedV1)]
    given, withdrawn = OfferOpinionStep.GIVEN, OfferOpinionStep.WITHDRAWN
    assert steps == [given, withdrawn, given]
    await undoes(supervisor, file_id)
    assert await standing(bureau) is None
    await supervisor.do(withdraw_opinion, **known, now=supervisor.later())
    assert len(await published(OfferOpinionFollowedV1)) == 3


async def test_a_file_newly_about_a_lycee_tells_it_the_opinions_given_before(
    supervisor: Somebody, bureau: Somebody, other_bureau: Somebody, published: Published
) -> None:
    file_id = await a_file(supervisor)
    opinion_id = await opines(supervisor, file_id)
    gone = await opines(supervisor, file_id)
    await supervisor.do(withdraw_opinion, file_id=file_id, opinion_id=gone, now=supervisor.later())
    already = len(await published(OfferOpinionFollowedV1))
    before = (await card_seen(supervisor, file_id)).file

    await supervisor.do(
        correct_file,
        file_id=file_id,
        version=before.version,
        facts=replace(before.facts, lycee=ELSEWHERE),
        now=supervisor.later(),
    )

    steps = [(one.opinion_id, one.step) for one in await published(OfferOpinionFollowedV1)]
    assert steps[already:] == [
        (opinion_id, OfferOpinionStep.WITHDRAWN),
        (opinion_id, OfferOpinionStep.GIVEN),
    ]
    assert await told(bureau, opinion_id, NoticeKind.OFFER_OPINION_GIVEN) is None
    seen = await told(other_bureau, opinion_id, NoticeKind.OFFER_OPINION_GIVEN)
    assert seen is not None
    assert seen.standing
    assert len((await card_seen(other_bureau, file_id)).standing_opinions) == 1
