"""After a period: attestations noted from the pile, taken back, and the days to type into APLyPro."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import pytest_asyncio

from contracts.identifiers import SiteKey
from contracts.internships.attestations import AttestationReceivedV1, AttestationUndoneV1
from services.chassis.base.errors import NotFound
from services.chassis.base.identity import Role
from services.internships.attestations.commands import note_attestations
from services.internships.attestations.model import AttestationInvalid, Attested
from tests.internships.conftest import Served
from tests.internships.world import BOURDELLE, CARE, ELEC, ELSEWHERE, Lycee
from tests.support.pages import Visitor

STARTS, ENDS = date(2026, 11, 2), date(2026, 11, 20)
BEFORE = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)


class After:
    """Three pupils of a class whose period is over: two were somewhere, one left on the 10th."""

    def __init__(self, lycee: Lycee, period: UUID, placements: list[UUID]) -> None:
        self.lycee, self.period, self.placements = lycee, period, placements
        self.here = f"/pfmp/periodes/{period}/attestations"

    async def days(self) -> list[tuple[int, int]]:
        rows = await self.lycee.superuser.fetch("SELECT * FROM attestations ORDER BY number")
        return [(row["days"], row["absence_days"]) for row in rows]


@pytest_asyncio.fixture
async def after(lycee: Lycee) -> AsyncIterator[After]:
    formation = await lycee.opens(ELEC)
    pupils = await lycee.imports(
        "MARTIN Léa 2ELEC", "PONS Zoé 2ELEC", "ROUX Tom 2ELEC", classes={"2ELEC": formation}
    )
    period = await lycee.publishes_a_period(formation, starts_on=STARTS, ends_on=ENDS, weeks=3)
    site, day, lycee.now = SiteKey(await lycee.knows_a_host()), lycee.now, BEFORE
    placements = []
    for pupil in pupils[:2]:
        placement = await lycee.proposes(pupil, period, site)
        await lycee.confirms(placement, on=BEFORE.date())
        placements.append(placement)
    lycee.now = day
    await lycee.interrupts(placements[1], on=date(2026, 11, 10))
    yield After(lycee, period, placements)


async def test_a_pile_is_noted_at_once_and_taken_back_at_once(
    bureau: Visitor, after: After
) -> None:
    today = await bureau.get("/pfmp/fragments/aujourdhui")
    assert "Attestations à recevoir : 2" in today.text
    page = await bureau.get(after.here)
    assert "Manquante" in page.text

    done = await bureau.send(page.form(after.here), days=["14", "7"], absences=["1", ""])
    assert "2 attestations notées." in done.text
    assert await after.days() == [(14, 1), (7, 0)]
    told = await after.lycee.published(AttestationReceivedV1)
    assert sorted((one.placement_id, one.days) for one in told) == sorted(
        zip(after.placements, (14, 7), strict=True)
    )
    assert "Attestations à recevoir" not in (await bureau.get("/pfmp/fragments/aujourdhui")).text

    act = await after.lycee.superuser.fetchval("SELECT act_id FROM attestations LIMIT 1")
    back = await bureau.send(done.form(f"/pfmp/attestations/{act}/retrait"))
    assert "2 attestations annulées." in back.text
    assert await after.days() == []
    undone = await after.lycee.published(AttestationUndoneV1)
    assert {one.attestation_id for one in undone} == {one.attestation_id for one in told}


async def test_noting_again_says_nothing_new_and_a_correction_taken_back_leaves_the_first(
    bureau: Visitor, after: After
) -> None:
    first = await bureau.get(after.here)
    await bureau.send(first.form(after.here), days=["14", ""], absences=["", ""])
    same = await bureau.send((await bureau.get(after.here)).form(after.here))
    assert "Rien n’a changé." in same.text

    shown = (await bureau.get(after.here)).form(after.here)
    assert shown.typed()["days"] == ["14", ""]
    corrected = await bureau.send(shown, days=["13", "7"])
    assert "1 attestation notée. 1 corrigée." in corrected.text
    act = await after.lycee.superuser.fetchval(
        "SELECT act_id FROM attestations ORDER BY number DESC LIMIT 1"
    )
    await bureau.send(corrected.form(f"/pfmp/attestations/{act}/retrait"))
    assert await after.days() == [(14, 0)]


@pytest.mark.parametrize("typed", ["12,5", "-3", "x", "20"])
async def test_what_no_attestation_says_is_refused_beside_its_line_and_kept(
    bureau: Visitor, after: After, typed: str
) -> None:
    form = (await bureau.get(after.here)).form(after.here)
    refused = await bureau.send(form, days=["14", typed], absences=["", ""])
    assert refused.status == 422
    assert refused.form(after.here).typed()["days"] == ["14", typed]
    assert 'id="jours-2-erreur"' in refused.answer.text
    assert await after.days() == []


async def test_what_a_colleague_noted_meanwhile_is_left_and_said(
    bureau: Visitor, after: After
) -> None:
    first = (await bureau.get(after.here)).form(after.here)
    shown = (await bureau.send(first, days=["14", ""], absences=["", ""])).form(after.here)
    zoe = {after.placements[1]: Attested(6)}
    # A colleague corrects the first and notes the second, on a page of the same minute.
    await after.lycee.do(
        note_attestations,
        period_id=after.period,
        shown={after.placements[0]: Attested(14)},
        told={after.placements[0]: Attested(13), **zoe},
        received_on=ENDS,
        now=after.lycee.now,
    )

    done = await bureau.send(shown, days=["14", "7"], absences=["0", ""])

    assert "2 lignes laissées comme quelqu’un d’autre vient de les noter" in done.text
    assert await after.days() == [(14, 0), (13, 0), (6, 0)]


async def test_a_line_emptied_takes_back_what_was_noted_of_the_wrong_pupil(
    bureau: Visitor, after: After
) -> None:
    page = await bureau.get(after.here)
    for days in (["14", ""], ["13", "7"]):
        page = await bureau.send(page.form(after.here), days=days, absences=["", ""])

    done = await bureau.send(page.form(after.here), days=["", "7"], absences=["0", "0"])

    assert "1 retirée." in done.text
    assert "Manquante" in done.text
    assert not done.has_form("/pfmp/attestations/")
    assert await after.days() == [(7, 0)]
    noted = await after.lycee.published(AttestationReceivedV1)
    gone = await after.lycee.published(AttestationUndoneV1)
    own = {one.attestation_id for one in noted if one.placement_id == after.placements[0]}
    assert {one.attestation_id for one in gone} == own
    assert len(own) == 2


async def test_what_is_typed_again_after_a_refusal_is_of_the_same_pupil(
    bureau: Visitor, after: After
) -> None:
    form = (await bureau.get(after.here)).form(after.here)
    backwards = [str(one) for one in reversed(after.placements)]
    refused = await bureau.send(form, placement=backwards, days=["x", "14"], absences=["", "1"])
    again = refused.form(after.here).typed()
    assert again["placement"] == [str(one) for one in after.placements]
    assert (again["days"], again["absences"]) == (["14", "x"], ["1", ""])


async def test_the_class_stays_the_same_once_it_is_noted(bureau: Visitor, after: After) -> None:
    form = (await bureau.get(after.here)).form(after.here)

    done = await bureau.send(form, days=["14", "7"], absences=["", ""])

    assert done.answer.url.params["classe"] == "2ELEC"
    assert "MARTIN Léa" in done.text


async def test_a_day_to_come_is_refused(bureau: Visitor, after: After) -> None:
    form = (await bureau.get(after.here)).form(after.here)
    refused = await bureau.send(form, days=["14", ""], absences=["", ""], received_on="2026-12-24")
    assert refused.status == 422
    assert "Ce jour n’est pas encore passé" in refused.text


async def test_another_periods_place_is_not_found_and_too_many_days_are_refused(
    after: After, other_lycee: Lycee
) -> None:
    place = after.placements[0]
    told = {place: Attested(14)}
    with pytest.raises(NotFound):
        await other_lycee.do(
            note_attestations,
            period_id=after.period,
            shown={},
            told=told,
            received_on=ENDS,
            now=after.lycee.now,
        )
    with pytest.raises(AttestationInvalid, match="19\u00a0jours au plus"):
        await after.lycee.do(
            note_attestations,
            period_id=after.period,
            shown={},
            told={place: Attested(18, absences=2)},
            received_on=ENDS,
            now=after.lycee.now,
        )


async def test_the_days_to_type_are_a_page_and_a_file_of_the_same(
    bureau: Visitor, after: After
) -> None:
    form = (await bureau.get(after.here)).form(after.here)
    await bureau.send(form, days=["14", ""], absences=["1", ""])
    list_of_days = f"/pfmp/periodes/{after.period}/jours"
    page = await bureau.get(list_of_days)
    assert "1 attestation manque" in page.text
    assert "MARTIN Léa 02/11/2026 20/11/2026 14" in page.text
    assert "PONS Zoé 02/11/2026 10/11/2026 non reçue" in page.text
    file = (await bureau.get(f"{list_of_days}.csv")).answer.content.decode("utf-8-sig")
    assert "2ELEC;MARTIN Léa;02/11/2026;20/11/2026;14;1;" in file


async def test_the_secretariat_notes_them_and_a_head_reads_them(app: Served, after: After) -> None:
    async with app.visited_by((Role.SECRETARIAT, BOURDELLE)) as visitor:
        form = (await visitor.get(after.here)).form(after.here)
        done = await visitor.send(form, days=["14", ""], absences=["", ""])
        assert "1 attestation notée." in done.text
    async with app.visited_by((Role.HEAD, BOURDELLE)) as visitor:
        page = await visitor.get(after.here)
        assert "Noter les attestations" not in page.text
        assert "reçue le 24/11/2026" in page.text


async def test_who_notes_them_at_another_lycee_notes_none_here(app: Served, after: After) -> None:
    both = ((Role.HEAD, BOURDELLE), (Role.SECRETARIAT, ELSEWHERE))
    async with app.visited_by(*both) as visitor:
        page = await visitor.get(after.here)
        assert "MARTIN Léa" in page.text
        assert "Noter les attestations" not in page.text


async def test_there_is_nothing_to_note_before_the_first_day(bureau: Visitor, lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    period = await lycee.publishes_a_period(formation)
    page = await bureau.get(f"/pfmp/periodes/{period}/attestations")
    assert "Aucun élève n’a encore commencé cette PFMP." in page.text


async def test_what_several_periods_await_is_summed_and_each_is_one_click_away(
    bureau: Visitor, lycee: Lycee, after: After
) -> None:
    formation = await lycee.opens(CARE, "1re ASSP")
    lea = (await lycee.imports("VIDAL Léo 1ASSP", classes={"1ASSP": formation}))[-1]
    other = await lycee.publishes_a_period(
        formation, starts_on=STARTS, ends_on=ENDS + timedelta(days=1), weeks=3
    )
    day, lycee.now = lycee.now, BEFORE
    placement = await lycee.proposes(lea, other, SiteKey(await lycee.knows_a_host()))
    await lycee.confirms(placement, on=BEFORE.date())
    lycee.now = day

    source = (await bureau.get("/pfmp/fragments/aujourdhui")).answer.text

    assert "<summary>3\u00a0attestations à recevoir</summary>" in source
    for period, missing in ((after.period, 2), (other, 1)):
        link = (
            f'href="/pfmp/periodes/{period}/attestations">Attestations à recevoir\u00a0: {missing}<'
        )
        assert link in source
