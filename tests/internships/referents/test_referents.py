"""Who follows which pupils during a period: chosen by class, taken back, and never too much unseen."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from contracts.identifiers import SchoolYear
from contracts.internships.follow_up import ReferentAssignedV1
from services.chassis.base.errors import NotFound
from services.chassis.base.identity import Role
from services.internships.exemptions.commands import exempt_pupil
from services.internships.leavers.commands import record_departure
from services.internships.participations.model import ExemptionReason
from services.internships.referent_desk.commands import give_referent_link
from services.internships.referents.commands import (
    assign_referents,
    name_referents,
    remove_referent,
)
from services.internships.referents.model import (
    NAME_CHARACTERS,
    NameTooLong,
    NobodyNamed,
    ReferentFollowsPupils,
    Stretch,
    most_at_once,
    names_of,
)
from services.internships.roster_files.model.file import RosterRow
from services.internships.rosters.commands import import_roster
from tests.internships.conftest import Served
from tests.internships.world import BOURDELLE, ELEC, ELSEWHERE, Lycee
from tests.support.pages import Page, Visitor

LIST = "/pfmp/referents"


async def a_class(lycee: Lycee, *pupils: str) -> tuple[UUID, list[UUID]]:
    """A published period, and the pupils of its one class, by name."""
    formation = await lycee.opens(ELEC)
    ids = await lycee.imports(*(f"{one} 2ELEC" for one in pupils), classes={"2ELEC": formation})
    return await lycee.publishes_a_period(formation), list(ids)


async def named(lycee: Lycee, *names: str) -> list[UUID]:
    return list(await lycee.do(name_referents, names=names, now=lycee.now))


def shown(page: Page) -> list[str]:
    """Who follows each pupil, as the page's lists have it: ids, or nothing."""
    sent = page.form("/pfmp/periodes").typed()
    pairs = sent["shown"]
    return [pair.split(":")[1] for pair in ([pairs] if isinstance(pairs, str) else pairs)]


async def test_a_whole_class_is_given_in_one_go_and_taken_back(
    bureau: Visitor, lycee: Lycee
) -> None:
    period, [ada, bob, cleo] = await a_class(lycee, "A Ada", "B Bob", "C Cléo")
    roux, faure = await named(lycee, "Mme Roux", "M. Faure")
    page = await bureau.get(f"/pfmp/periodes/{period}/referents")
    assert "3 élèves, dont 3 sans référent" in page.text

    done = await bureau.send(
        page.form("/pfmp/periodes"),
        chosen=[f"{ada}:{faure}", f"{bob}:", f"{cleo}:"],
        rest=str(roux),
    )

    assert "3 élèves confiés à 2 enseignants." in done.text
    assert shown(done) == [str(faure), str(roux), str(roux)]
    assert "aucun sans référent" in done.text
    told = await lycee.published(ReferentAssignedV1)
    assert [(one.pupil_year_id, one.referent_id) for one in told] == sorted(
        [(ada, faure), (bob, roux), (cleo, roux)]
    )
    back = await bureau.send(done.form(f"{LIST}/attributions"))
    assert "3 élèves remis comme avant." in back.text
    assert shown(back) == ["", "", ""]
    assert [one.referent_id for one in await lycee.published(ReferentAssignedV1)][3:] == [None] * 3


async def test_what_a_colleague_chose_meanwhile_is_left_and_said(
    bureau: Visitor, lycee: Lycee
) -> None:
    period, [ada, bob] = await a_class(lycee, "A Ada", "B Bob")
    roux, faure = await named(lycee, "Mme Roux", "M. Faure")
    form = (await bureau.get(f"/pfmp/periodes/{period}/referents")).form("/pfmp/periodes")
    await lycee.do(assign_referents, period_id=period, shown={}, chosen={ada: faure}, now=lycee.now)

    done = await bureau.send(form, chosen=[f"{ada}:{roux}", f"{bob}:{roux}"])

    assert "1 élève confié à 1 enseignant. 1 élève laissé à qui" in done.text
    assert shown(done) == [str(faure), str(roux)]


async def test_nobody_is_taken_back_from_whom_they_were_given_since(
    bureau: Visitor, lycee: Lycee
) -> None:
    period, [ada, bob] = await a_class(lycee, "A Ada", "B Bob")
    roux, faure = await named(lycee, "Mme Roux", "M. Faure")
    form = (await bureau.get(f"/pfmp/periodes/{period}/referents")).form("/pfmp/periodes")
    done = await bureau.send(form, chosen=[f"{ada}:{roux}", f"{bob}:{roux}"])
    await lycee.do(
        assign_referents, period_id=period, shown={ada: roux}, chosen={ada: faure}, now=lycee.now
    )

    back = await bureau.send(done.form(f"{LIST}/attributions"))

    assert "1 élève remis comme avant." in back.text
    assert shown(back) == [str(faure), ""]


async def test_more_than_sixteen_at_once_are_warned_of_and_not_refused(
    bureau: Visitor, lycee: Lycee
) -> None:
    period, pupils = await a_class(lycee, *(f"N{n:02} Lou" for n in range(17)))
    [roux] = await named(lycee, "Mme Roux")
    form = (await bureau.get(f"/pfmp/periodes/{period}/referents")).form("/pfmp/periodes")

    done = await bureau.send(form, chosen=[f"{one}:" for one in pupils], rest=str(roux))

    assert "Mme Roux suit 17 élèves à la fois : les textes en prévoient 16 au plus." in done.text
    assert "Plus de 16" in (await bureau.get(LIST)).text


async def test_who_has_pupils_stays_on_the_list_and_who_has_none_leaves_it(
    bureau: Visitor, lycee: Lycee
) -> None:
    period, [ada] = await a_class(lycee, "A Ada")
    added = await bureau.send(
        (await bureau.get(LIST)).form(LIST, exactly=True),
        names="Mme Roux\n\n  M.  Faure \nMme Roux",
    )
    assert "2 enseignants ajoutés." in added.text
    again = await bureau.send(added.form(LIST, exactly=True), names="M. Faure")
    assert "0 enseignant ajouté. 1 nom était déjà dans la liste." in again.text
    ids = {
        r["name"]: r["referent_id"] for r in await lycee.superuser.fetch("SELECT * FROM referents")
    }
    stale = again.form(f"{LIST}/{ids['Mme Roux']}/retrait")
    await lycee.do(
        assign_referents,
        period_id=period,
        shown={},
        chosen={ada: ids["Mme Roux"]},
        now=lycee.now,
    )

    kept = await bureau.send(stale)
    assert (kept.status, "suit encore des élèves" in kept.text) == (409, True)
    left = await bureau.send(kept.form(f"{LIST}/{ids['M. Faure']}/retrait"))
    assert "M. Faure" not in left.text
    assert "Mme Roux" in left.text


async def test_who_was_given_links_leaves_the_list_with_them(lycee: Lycee) -> None:
    [roux] = await named(lycee, "Mme Roux")
    for _ in range(2):
        await lycee.do(give_referent_link, referent_id=roux, now=lycee.now)

    await lycee.do(remove_referent, referent_id=roux, now=lycee.now)

    assert await lycee.superuser.fetchval("SELECT count(*) FROM referents") == 0
    assert await lycee.superuser.fetchval("SELECT count(*) FROM personal_links") == 0


async def test_who_left_or_is_exempted_keeps_no_teacher_on_the_list(
    bureau: Visitor, lycee: Lycee
) -> None:
    period, [ada, bob, cleo] = await a_class(lycee, "A Ada", "B Bob", "C Cléo")
    [roux] = await named(lycee, "Mme Roux")
    given = dict.fromkeys((ada, bob, cleo), roux)
    await lycee.do(assign_referents, period_id=period, shown={}, chosen=given, now=lycee.now)
    await lycee.do(
        exempt_pupil,
        period_id=period,
        pupil_year_id=ada,
        reason=ExemptionReason.APPRENTICESHIP,
        now=lycee.now,
    )
    version = await lycee.superuser.fetchval(
        "SELECT version FROM pupils WHERE pupil_year_id = $1", bob
    )
    on = lycee.now.date()
    await lycee.do(record_departure, pupil_year_id=bob, version=version, on=on, now=lycee.now)

    listed = await bureau.get(LIST)
    assert "Mme Roux 1 Suit des élèves" in listed.text
    assert not listed.has_form(f"{LIST}/{roux}/retrait")
    with pytest.raises(ReferentFollowsPupils):
        await lycee.do(remove_referent, referent_id=roux, now=lycee.now)
    await lycee.do(
        assign_referents, period_id=period, shown={cleo: roux}, chosen={cleo: None}, now=lycee.now
    )
    gone = await bureau.send((await bureau.get(LIST)).form(f"{LIST}/{roux}/retrait"))

    assert "Enseignant retiré de la liste." in gone.text
    told = (await lycee.published(ReferentAssignedV1))[3:]
    assert {(one.pupil_year_id, one.referent_id) for one in told} == {
        (pupil, None) for pupil in (ada, bob, cleo)
    }


async def test_a_draft_and_another_lycee_have_nobody_to_choose(
    bureau: Visitor, lycee: Lycee, other_lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    [ada] = await lycee.imports("A Ada 2ELEC", classes={"2ELEC": formation})
    draft = await lycee.drafts_a_period(formation)
    [roux] = await named(lycee, "Mme Roux")
    [stranger] = await named(other_lycee, "M. Ailleurs")
    page = await bureau.get(f"/pfmp/periodes/{draft}/referents")
    assert "une fois la PFMP publiée" in page.text
    assert not page.has_form("/pfmp/periodes")
    period = await lycee.publishes_a_period(formation)

    for chosen in ({ada: stranger}, {uuid4(): roux}):
        with pytest.raises(NotFound):
            await lycee.do(
                assign_referents, period_id=period, shown={}, chosen=chosen, now=lycee.now
            )
    assert await lycee.published(ReferentAssignedV1) == []


async def test_the_teachers_of_a_period_of_next_year_are_named_for_that_year(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    await lycee.do(
        import_roster,
        rows=[RosterRow(2, "A", "Ada", "2ELEC")],
        formations={"2elec": formation},
        decisions={},
        school_year=SchoolYear("2027-2028"),
        now=lycee.now,
    )
    period = await lycee.publishes_a_period(
        formation, starts_on=date(2027, 9, 6), ends_on=date(2027, 10, 1)
    )
    page = await bureau.get(f"/pfmp/periodes/{period}/referents")
    assert f"{LIST}?annee=2027-2028" in page.answer.text

    page = await bureau.get(f"{LIST}?annee=2027-2028")
    added = await bureau.send(page.form(LIST, exactly=True), names="Mme Roux")
    assert "1 enseignant ajouté." in added.text
    assert "Année scolaire 2027-2028" in added.text
    assert "Mme Roux" in (await bureau.get(f"/pfmp/periodes/{period}/referents")).text
    assert (await bureau.get(f"{LIST}?annee=2031-2032")).status == 404


async def test_the_secretariat_reads_who_follows_whom_and_chooses_nothing(
    app: Served, lycee: Lycee
) -> None:
    period, [ada] = await a_class(lycee, "A Ada")
    [roux] = await named(lycee, "Mme Roux")
    await lycee.do(assign_referents, period_id=period, shown={}, chosen={ada: roux}, now=lycee.now)
    async with app.visited_by((Role.SECRETARIAT, BOURDELLE)) as secretariat:
        page = await secretariat.get(f"/pfmp/periodes/{period}/referents")
        assert "Mme Roux" in page.text
        assert not page.has_form("/pfmp/periodes")
    async with app.visited_by((Role.DDFPT, ELSEWHERE)) as stranger:
        assert (await stranger.get(f"/pfmp/periodes/{period}/referents")).status == 404


def test_the_load_is_that_of_the_fullest_day() -> None:
    january = Stretch(date(2027, 1, 4), date(2027, 1, 29), 9)
    late_january = Stretch(date(2027, 1, 18), date(2027, 2, 12), 8)
    may = Stretch(date(2027, 5, 3), date(2027, 5, 28), 12)

    assert most_at_once([january, late_january, may]) == 17
    assert most_at_once([january, may]) == 12
    assert most_at_once([]) == 0


def test_a_list_of_names_is_read_line_by_line() -> None:
    assert names_of(" Mme  Roux\r\n\nM. Faure\nMme Roux\n") == ["Mme Roux", "M. Faure"]
    with pytest.raises(NobodyNamed):
        names_of(" \n ")
    with pytest.raises(NameTooLong, match="Ligne 2"):
        names_of("Mme Roux\n" + "a" * (NAME_CHARACTERS + 1))
