"""The search for a place: whom a pupil, a teacher or the bureau asked, and what was answered."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from contracts.identifiers import ApproachId, PeriodId, PupilYearId, SiteKey
from contracts.internships.search import HostApproachedV1, HostApproachWithdrawnV1
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.base.identity import Role
from services.chassis.privacy.retention.purge import purge_all
from services.internships.approaches.commands import (
    answer_approach,
    mark_refusal,
    note_approach,
    restore_approach,
    withdraw_approach,
)
from services.internships.approaches.model.approach import (
    Answer,
    ApproachedBy,
    ApproachInTheFuture,
    ApproachNotRefused,
    ApproachTooOld,
    ApproachWithdrawn,
    Asking,
    Means,
)
from services.internships.approaches.queries import approaches
from services.internships.approaches.queries.approaches import (
    read_approach,
    read_approaches_of_pupil,
    read_awaited,
    read_marked,
)
from services.internships.exemptions.commands import exempt_pupil
from services.internships.leavers.commands import record_departure
from services.internships.participations.model import (
    ExemptionReason,
    PupilExempted,
    PupilNotConcerned,
)
from services.internships.periods.model import PeriodNotPublished
from services.internships.pupils.model import PupilErased
from services.internships.retention import retention
from services.internships.rights.commands import erase_pupil
from tests.internships.conftest import Served
from tests.internships.world import BOURDELLE, CARE, ELEC, ELSEWHERE, NOW, TODAY, Lycee
from tests.support.pages import Page, Visitor

AWAITED = "/pfmp/reponses-attendues"
MARKED = "/pfmp/fragments/refus-signales"


class Search:
    """A pupil looking for a place, and a host to ask."""

    lycee: Lycee
    pupil: UUID
    formation: UUID
    period: UUID
    site: SiteKey

    @property
    def page(self) -> str:
        return f"/pfmp/periodes/{self.period}/eleves/{self.pupil}/recherche"

    async def asks(self, site: SiteKey | None = None, **said: Any) -> UUID:
        asking = Asking(ApproachedBy.OFFICE, Means.CALL, TODAY)
        return await self.lycee.do(
            note_approach,
            period_id=self.period,
            pupil_year_id=self.pupil,
            site_key=site or self.site,
            asking=replace(asking, **said),
            now=self.lycee.now,
        )

    async def asks_for_another(self, **said: Any) -> UUID:
        """For somebody else of the class."""
        names = ("ROUX Tom 2ELEC",)
        ids = await self.lycee.imports(*names, classes={"2ELEC": self.formation})
        self.pupil = next(one for one in ids if one != self.pupil)
        return await self.asks(**said)

    async def answers(self, approach: UUID, answer: Answer, *, version: int = 1) -> None:
        await self.lycee.do(
            answer_approach,
            approach_id=approach,
            version=version,
            answer=answer,
            now=self.lycee.now,
        )

    async def stored(self, approach: UUID) -> dict[str, object]:
        row = await self.lycee.superuser.fetchrow(
            "SELECT * FROM approaches WHERE approach_id = $1", approach
        )
        return dict(row or {})


@pytest_asyncio.fixture
async def search(lycee: Lycee) -> Search:
    it = Search()
    it.lycee = lycee
    it.formation = await lycee.opens(ELEC)
    (it.pupil,) = await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": it.formation})
    it.period = await lycee.publishes_a_period(it.formation)
    it.site = await lycee.knows_a_host()
    return it


async def test_an_approach_is_told_to_the_bureau_with_its_day_and_not_its_answer(
    search: Search,
) -> None:
    monday = TODAY - timedelta(days=1)
    approach = await search.asks(on=monday, by=ApproachedBy.PUPIL, note="Rappeler M. Durand")
    await search.answers(approach, Answer.MINOR)

    (told,) = [e for e in await search.lycee.traffic() if "approach" in type(e).__name__.lower()]
    assert told == HostApproachedV1(
        approach_id=ApproachId(approach),
        site_key=search.site,
        pupil_year_id=PupilYearId(search.pupil),
        period_id=PeriodId(search.period),
        occurred_on=monday,
    )


@pytest.mark.parametrize(
    ("on", "refused"),
    [
        (TODAY + timedelta(days=1), ApproachInTheFuture),
        (TODAY - timedelta(days=367), ApproachTooOld),
    ],
)
async def test_an_approach_is_of_a_day_of_the_last_year(
    search: Search, on: date, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        await search.asks(on=on)


async def test_hosts_are_asked_for_pupils_who_look_in_a_published_period(search: Search) -> None:
    search.period, published = await search.lycee.drafts_a_period(search.formation), search.period
    with pytest.raises(PeriodNotPublished):
        await search.asks()
    search.period = published
    await search.lycee.do(
        exempt_pupil,
        period_id=search.period,
        pupil_year_id=search.pupil,
        reason=ExemptionReason.APPRENTICESHIP,
        now=NOW,
    )
    with pytest.raises(PupilExempted):
        await search.asks()


async def test_another_lycee_neither_asks_for_a_pupil_nor_answers(
    search: Search, other_lycee: Lycee
) -> None:
    approach = await search.asks()
    search.lycee = other_lycee
    with pytest.raises(NotFound):
        await search.asks()
    with pytest.raises(NotFound):
        await search.answers(approach, Answer.ACCEPTED)
    assert not await other_lycee.do(read_approaches_of_pupil, search.pupil)


async def test_a_pupil_is_asked_for_in_a_period_of_theirs(search: Search) -> None:
    care = await search.lycee.opens(CARE, "1re ASSP")
    search.period = await search.lycee.publishes_a_period(care)
    with pytest.raises(PupilNotConcerned):
        await search.asks()


async def test_two_people_who_answer_at_once_are_told_of_each_other(search: Search) -> None:
    approach = await search.asks()
    await search.answers(approach, Answer.CAPACITY)
    with pytest.raises(StaleVersion):
        await search.answers(approach, Answer.ACCEPTED)


async def test_an_approach_taken_back_is_nowhere_and_comes_back(search: Search) -> None:
    approach = await search.asks()
    await search.lycee.do(withdraw_approach, approach_id=approach, version=1, now=NOW)
    assert not await search.lycee.do(read_approaches_of_pupil, search.pupil)
    with pytest.raises(ApproachWithdrawn):
        await search.answers(approach, Answer.ACCEPTED, version=2)
    await search.lycee.do(restore_approach, approach_id=approach, version=2, now=NOW)

    assert len(await search.lycee.do(read_approaches_of_pupil, search.pupil)) == 1
    assert len(await search.lycee.published(HostApproachedV1)) == 2
    assert len(await search.lycee.published(HostApproachWithdrawnV1)) == 1


async def test_only_a_refusal_is_marked_and_nothing_is_told_of_it(search: Search) -> None:
    approach = await search.asks()

    async def marks(version: int) -> None:
        await search.lycee.do(
            mark_refusal, approach_id=approach, version=version, presumed=True, now=NOW
        )

    with pytest.raises(ApproachNotRefused):
        await marks(1)
    await search.answers(approach, Answer.OTHER)
    before = await search.lycee.traffic()

    await marks(2)

    assert await search.lycee.traffic() == before
    assert (await search.stored(approach))["presumed_discriminatory"] is True


async def test_an_answer_corrected_and_corrected_back_is_still_marked(search: Search) -> None:
    approach = await search.asks(answer=Answer.OTHER)
    lycee = search.lycee
    await lycee.do(mark_refusal, approach_id=approach, version=1, presumed=True, now=NOW)

    await search.answers(approach, Answer.WAITING, version=2)
    assert not await lycee.do(read_marked, since=TODAY)
    assert not (await lycee.do(read_approach, approach)).approach.is_marked
    await search.answers(approach, Answer.OTHER, version=3)

    [marked] = await lycee.do(read_marked, since=TODAY)
    assert marked.approach.is_marked


async def test_nobody_waits_for_an_answer_about_who_has_a_place_or_needs_none(
    search: Search,
) -> None:
    await search.asks()
    await search.lycee.places(search.pupil, search.period, search.site)
    assert not (await search.lycee.do(read_awaited, today=TODAY)).items

    await search.asks_for_another()
    assert len((await search.lycee.do(read_awaited, today=TODAY)).items) == 1
    await search.lycee.do(
        exempt_pupil,
        period_id=search.period,
        pupil_year_id=search.pupil,
        reason=ExemptionReason.HEAD_DECISION,
        now=NOW,
    )
    assert not (await search.lycee.do(read_awaited, today=TODAY)).items


async def test_answers_are_waited_for_the_oldest_first_while_somebody_looks(
    search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(approaches, "PAGE_LENGTH", 2)
    days = {n: await search.asks(on=TODAY - timedelta(days=n)) for n in (1, 5, 3, 9)}
    await search.answers(days[5], Answer.NO_ANSWER)

    first = await search.lycee.do(read_awaited, today=TODAY, length=2)
    second = await search.lycee.do(read_awaited, today=TODAY, length=2, after=first.after)

    assert [one.approach.id for one in first.items] == [days[9], days[3]]
    assert ([one.approach.id for one in second.items], second.after) == ([days[1]], None)
    with pytest.raises(NotFound):
        await search.lycee.do(read_awaited, today=TODAY, after="nothing")
    await search.lycee.do(
        record_departure, pupil_year_id=search.pupil, version=1, on=TODAY, now=NOW
    )
    assert not (await search.lycee.do(read_awaited, today=TODAY)).items


async def test_notes_and_marks_go_after_a_year_and_what_was_taken_back_after_a_month(
    search: Search,
) -> None:
    kept, gone = await search.asks(note="Demander Mme Roux"), await search.asks()
    await search.answers(kept, Answer.CAPACITY)
    await search.lycee.do(mark_refusal, approach_id=kept, version=2, presumed=True, now=NOW)
    await search.lycee.do(withdraw_approach, approach_id=gone, version=1, now=NOW)

    await purge_all(search.lycee.units, retention, now=NOW + timedelta(days=31))
    assert not await search.stored(gone)
    assert (await search.stored(kept))["note"] == "Demander Mme Roux"
    await purge_all(search.lycee.units, retention, now=NOW + timedelta(days=366))

    left = await search.stored(kept)
    assert (left["note"], left["presumed_discriminatory"]) == (None, False)
    assert left["answer"] == "capacity"


async def test_erasing_a_pupil_takes_what_was_written_and_leaves_what_was_answered(
    search: Search,
) -> None:
    approach = await search.asks(note="La tante de Léa y travaille", answer=Answer.MINOR)
    await search.lycee.do(mark_refusal, approach_id=approach, version=1, presumed=True, now=NOW)

    await search.lycee.do(erase_pupil, pupil_year_id=search.pupil, version=1, notes=(), now=NOW)

    left = await search.stored(approach)
    assert (left["note"], left["answer"]) == (None, "minor")
    assert left["presumed_discriminatory"] is False
    with pytest.raises(PupilErased):
        await search.asks()


async def noted(visitor: Visitor, search: Search, **typed: Any) -> Page:
    page = await visitor.get(f"{search.page}?lieu={search.site}")
    form = page.form(search.page.removesuffix("recherche") + "demarches")
    return await visitor.send(form, **typed)


async def test_a_bureau_notes_an_approach_in_one_gesture_and_undoes_it(
    bureau: Visitor, search: Search
) -> None:
    assert "Noter une démarche" in (await bureau.get(f"/pfmp/eleves/{search.pupil}")).text
    found = await bureau.get(f"{search.page}?q=quercy")
    assert f"{search.page}?lieu={search.site}" in found.answer.text

    page = await noted(bureau, search)

    assert "Démarche notée." in page.text
    assert "Chaudronnerie du Quercy" in page.text
    assert "Réponse attendue" in page.text
    assert "1 démarche" in (await bureau.get(f"/pfmp/eleves/{search.pupil}")).text
    undone = await bureau.send(next(f for f in page.forms if f.action.endswith("/retrait")))
    assert "Aucune démarche notée" in undone.text
    again = await bureau.send(next(f for f in undone.forms if f.action.endswith("/reprise")))
    assert "Réponse attendue" in again.text


async def test_a_refused_form_keeps_what_was_typed(bureau: Visitor, search: Search) -> None:
    tomorrow = (TODAY + timedelta(days=1)).isoformat()

    page = await noted(bureau, search, on=tomorrow, note="Deux appels", means="visit")

    assert "choisissez aujourd’hui ou un jour passé" in page.text
    kept = dict(page.form(search.page.removesuffix("recherche") + "demarches").fields)
    assert (kept["on"], kept["note"], kept["means"]) == (tomorrow, "Deux appels", "visit")


async def test_a_host_that_agrees_is_proposed_without_being_looked_for_again(
    bureau: Visitor, search: Search
) -> None:
    await search.asks(by=ApproachedBy.PUPIL)
    listed = await bureau.get(AWAITED)
    assert "MARTIN Léa" in listed.text

    proposing = await bureau.send(listed.form("/pfmp/demarches/"), answer="accepted")

    form = proposing.form(search.page.removesuffix("/recherche") + "/placements")
    held = dict(form.fields)
    assert (held["site_key"], held["origin"]) == (search.site, "pupil")
    assert "Lieu d’accueil proposé." in (await bureau.send(form)).text


async def test_one_gesture_notes_a_refusal_and_the_list_goes_on(
    bureau: Visitor, search: Search
) -> None:
    await search.asks()
    listed = await bureau.get(AWAITED)

    page = await bureau.send(listed.form("/pfmp/demarches/"), answer="minor")

    assert "Réponse notée : refus : élève mineur." in page.text
    assert "Aucune réponse n’est attendue" in page.text
    undo = next(form for form in page.forms if form.action.endswith("/reponse"))
    assert "MARTIN Léa" in (await bureau.send(undo)).text


async def test_the_day_and_the_card_of_a_host_show_what_was_asked(
    bureau: Visitor, search: Search
) -> None:
    assert "Réponses attendues" not in (await bureau.get("/pfmp/fragments/reponses-attendues")).text
    approach = await search.asks(on=TODAY - timedelta(days=8))
    today = await bureau.get("/pfmp/fragments/reponses-attendues")
    assert "Chaudronnerie du Quercy" in today.text
    assert "8 jours" in today.text
    await search.answers(approach, Answer.SEASON)

    site = await bureau.get(f"/pfmp/fragments/sites/{search.site}")

    assert "Déjà demandé ici par votre lycée" in site.text
    assert "Refus : pas à cette période" in site.text


async def test_a_presumed_discrimination_is_for_the_head_and_the_bureau_alone(
    app: Served, bureau: Visitor, search: Search
) -> None:
    await search.asks(answer=Answer.OTHER)
    page = await bureau.get(search.page)
    marked = await bureau.send(
        next(form for form in page.forms if form.action.endswith("/signalement"))
    )
    assert "Refus signalé au chef d’établissement." in marked.text

    async with app.visited_by((Role.HEAD, BOURDELLE)) as head:
        assert "Refus présumés discriminatoires" in (await head.get(MARKED)).text
        assert "Présumé discriminatoire" in (await head.get(search.page)).text
    both = ((Role.DDFPT, BOURDELLE), (Role.RBDE, ELSEWHERE))
    for grants in (((Role.SECRETARIAT, BOURDELLE),), ((Role.DDFPT, BOURDELLE),), both):
        async with app.visited_by(*grants) as other:
            shown = await other.get(search.page)
            assert "MARTIN Léa" in shown.text
            assert "iscriminatoire" not in shown.text
            assert "MARTIN" not in (await other.get(MARKED)).text


async def test_an_approach_is_in_the_answer_to_a_pupil(app: Served, search: Search) -> None:
    await search.asks(note="Rappeler lundi")
    async with app.visited_by((Role.HEAD, BOURDELLE)) as head:
        assert "Rappeler lundi" in (await head.get(f"/pfmp/eleves/{search.pupil}/acces")).text
