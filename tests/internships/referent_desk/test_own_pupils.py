"""A teacher with an account finds the pupils they follow, and says how each is, without any link."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest

from contracts.identifiers import CompanyId, SiteId, SiteKey, Uai
from contracts.internships.follow_up import FollowUpNotedV1, PlacementAlertRaisedV1
from contracts.partnerships.closures import SiteClosedV1, SiteReopenedV1
from services.chassis.base.identity import Role
from services.chassis.reactions import Batched
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.internships.hosts.reactions import note_closings
from services.internships.referents.commands import assign_referents, name_referents, tie_account
from tests.internships.conftest import Served
from tests.internships.world import BOURDELLE, ELEC, ELSEWHERE, TODAY, Lycee
from tests.support.bus import envelope_of
from tests.support.pages import Page, Visitor

BEFORE = datetime(2026, 12, 30, 9, 0, tzinfo=UTC)
DURING = datetime(2027, 1, 12, 9, 0, tzinfo=UTC)
LIST = "/pfmp/mes-eleves"


@dataclass
class Class:
    """Two pupils at hosts; the account is of who follows the first."""

    lycee: Lycee
    placements: list[UUID]
    account: UUID
    referents: list[UUID]
    period: UUID
    pupils: tuple[UUID, UUID]

    async def follows_both(self) -> None:
        """Have the account follow the second pupil too."""
        chosen = dict.fromkeys(self.pupils, self.referents[0])
        shown = dict(zip(self.pupils, self.referents, strict=True))
        await self.lycee.do(
            assign_referents,
            period_id=self.period,
            shown=shown,
            chosen=chosen,
            now=self.lycee.now,
        )

    async def tied(self, referent: UUID, account: UUID | None) -> None:
        there = [account] if account else []
        await self.lycee.do(
            tie_account, referent_id=referent, account_id=account, there=there, now=self.lycee.now
        )


@pytest.fixture
def today(app: Served, database: object, units: UnitsOfWork) -> None:
    """Pages are read during the period."""
    app.application.state.runtime.work._clock = lambda: DURING


async def at_work(lycee: Lycee) -> Class:
    formation = await lycee.opens(ELEC)
    ada, bob = await lycee.imports("A Ada 2ELEC", "B Bob 2ELEC", classes={"2ELEC": formation})
    period = await lycee.publishes_a_period(formation)
    site = await lycee.knows_a_host()
    placements = [await lycee.places(one, period, site) for one in (ada, bob)]
    roux, faure = await lycee.do(name_referents, names=["Mme Roux", "M. Faure"], now=lycee.now)
    await lycee.do(
        assign_referents,
        period_id=period,
        shown={},
        chosen={ada: roux, bob: faure},
        now=lycee.now,
    )
    found = Class(
        replace(lycee, now=DURING), placements, uuid4(), [roux, faure], period, (ada, bob)
    )
    await found.tied(roux, found.account)
    return found


@asynccontextmanager
async def teacher(
    app: Served, account: UUID, role: Role = Role.REFERENT_TEACHER, uai: Uai | None = BOURDELLE
) -> AsyncIterator[Visitor]:
    cookie = app.sessions.sign_in((role, uai), account=account)
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app.application),
        base_url="http://127.0.0.1:8000",
        cookies={"passerelle": cookie},
        headers={"Sec-Fetch-Site": "same-origin"},
    ) as client:
        yield Visitor(client)


async def tells(lycee: Lycee, event: SiteClosedV1 | SiteReopenedV1) -> None:
    await lycee.superuser.execute("UPDATE closed_sites SET version = 0")
    await lycee.do(lambda uow: note_closings([Batched(event, envelope_of(event))], uow))


async def closes(lycee: Lycee, *, on: date) -> dict[str, Any]:
    """A bureau said that the host closed; return which."""
    key = SiteKey(await lycee.superuser.fetchval("SELECT site_key FROM host_sites"))
    site = {
        "site_id": SiteId(UUID(key.removeprefix("local:"))),
        "site_key": key,
        "company_id": CompanyId(uuid4()),
        "occurred_on": TODAY,
    }
    await tells(lycee, SiteClosedV1(closed_on=on, **site))
    return site


def action(page: Page, end: str) -> str:
    return next(form.action for form in page.forms if form.action.endswith(end))


@pytest.mark.parametrize("role", [Role.REFERENT_TEACHER, Role.FORM_TEACHER, Role.DDFPT])
async def test_who_follows_pupils_says_that_all_is_well_with_one_button_and_takes_it_back(
    today: None, app: Served, lycee: Lycee, role: Role
) -> None:
    here = await at_work(lycee)
    async with teacher(app, here.account, role) as visitor:
        page = await visitor.get(LIST)
        assert "A Ada" in page.text
        assert "B Bob" not in page.text

        visit = next(f for f in page.forms if dict(f.fields).get("kind") == "visit")
        done = await visitor.send(visit)
        assert "Merci, c’est noté." in done.text
        assert "Visite le 12" in done.text
        (told,) = await lycee.published(FollowUpNotedV1)
        assert (told.kind, told.level, told.occurred_on) == ("visit", "none", date(2027, 1, 12))
        row = await lycee.superuser.fetchrow("SELECT noted_as, referent_id FROM follow_ups")
        assert row is not None
        assert (row["noted_as"], row["referent_id"]) == (role.value, here.referents[0])

        undone = await visitor.send(done.form(action(done, "/retrait")))
        assert "Pas encore de visite." in undone.text
    assert await lycee.superuser.fetchval("SELECT count(*) FROM follow_ups") == 0


async def test_what_is_wrong_is_told_with_words_and_the_bureau_hears_of_it(
    today: None, app: Served, lycee: Lycee
) -> None:
    here = await at_work(lycee)
    own = f"{LIST}?eleve={here.placements[0]}"
    async with teacher(app, here.account) as visitor:
        form = (await visitor.get(own)).form(LIST, exactly=True)

        refused = await visitor.send(form, kind="call", on="2027-03-01", note="Il va mal.")
        assert refused.status == 422
        assert ("note", "Il va mal.") in refused.form(LIST, exactly=True).fields
        sent = await visitor.send(
            refused.form(LIST, exactly=True), on="2027-01-11", level="urgent", note="Il va mal."
        )
        assert "Merci, c’est noté." in sent.text
    (raised,) = await lycee.published(PlacementAlertRaisedV1)
    assert raised.level == "urgent"


async def test_an_incident_is_told_by_a_button_and_taken_back(
    today: None, app: Served, lycee: Lycee
) -> None:
    here = await at_work(lycee)
    own = f"{LIST}?eleve={here.placements[0]}"
    async with teacher(app, here.account) as visitor:
        page = await visitor.get(own)
        told = await visitor.send(next(f for f in page.forms if f.action.endswith("/incident")))
        assert "le bureau des entreprises est prévenu" in told.text

        back = await visitor.send(told.form(action(told, "/incident/retrait")))
        assert "Alerte retirée." in back.text
    row = await lycee.superuser.fetchrow("SELECT closed_as FROM alerts")
    assert row is not None
    assert row["closed_as"] == Role.REFERENT_TEACHER.value


async def test_nobody_elses_pupil_is_seen_or_told_of(
    today: None, app: Served, lycee: Lycee
) -> None:
    here = await at_work(lycee)
    other = f"{LIST}?eleve={here.placements[1]}"
    async with teacher(app, here.account) as visitor:
        page = await visitor.get(LIST)
        form = next(f for f in page.forms if dict(f.fields).get("kind") == "visit")
        assert (await visitor.get(other)).status == 404
        refused = await visitor.send(form, stay_id=str(here.placements[1]))
        assert refused.status == 404
    async with teacher(app, uuid4()) as stranger:
        page = await stranger.get(LIST)
        assert "Aucun élève à suivre en ce moment." in page.text
        assert "A Ada" not in page.text
    async with teacher(app, here.account, uai=ELSEWHERE) as elsewhere:
        assert "A Ada" not in (await elsewhere.get(LIST)).text
    assert await lycee.superuser.fetchval("SELECT count(*) FROM follow_ups") == 0


async def test_an_account_that_is_tied_no_more_sees_nobody(
    today: None, app: Served, lycee: Lycee
) -> None:
    here = await at_work(lycee)
    async with teacher(app, here.account) as visitor:
        assert "A Ada" in (await visitor.get("/pfmp/fragments/mes-eleves")).text
        await here.tied(here.referents[0], None)

        assert "A Ada" not in (await visitor.get(LIST)).text
        part = await visitor.get("/pfmp/fragments/mes-eleves")
        assert "Aucun élève à suivre en ce moment." in part.text


async def test_who_was_not_heard_of_for_the_longest_time_comes_first_at_home(
    today: None, app: Served, lycee: Lycee
) -> None:
    here = await at_work(lycee)
    await here.follows_both()
    async with teacher(app, here.account) as visitor:
        for placement, on in zip(here.placements, ("2027-01-12", "2027-01-06"), strict=True):
            page = await visitor.get(f"{LIST}?eleve={placement}")
            await visitor.send(page.form(LIST, exactly=True), kind="call", on=on)

        part = (await visitor.get("/pfmp/fragments/mes-eleves")).text
    assert part.index("B Bob") < part.index("A Ada")


async def test_the_supervisor_finds_no_such_page(today: None, app: Served, lycee: Lycee) -> None:
    here = await at_work(lycee)
    async with teacher(app, here.account, Role.SUPERVISOR, None) as supervisor:
        assert (await supervisor.get(LIST)).status == 404


@pytest.mark.parametrize(
    ("closed_on", "said"), [(date(2027, 1, 8), "Lieu fermé"), (date(2027, 12, 1), None)]
)
async def test_a_host_that_closed_during_the_stay_is_said_by_the_placement_with_what_to_do(
    today: None, app: Served, lycee: Lycee, closed_on: date, said: str | None
) -> None:
    here = await at_work(lycee)
    site = await closes(lycee, on=closed_on)
    own = f"{LIST}?eleve={here.placements[0]}"
    async with teacher(app, here.account) as visitor:
        for path in (LIST, own, "/pfmp/fragments/mes-eleves"):
            page = await visitor.get(path)
            assert ("Lieu fermé" in page.text) is (said is not None), path
        page = await visitor.get(LIST)
        assert ("Noté comme fermé depuis le 08/01/2027" in page.text) is (said is not None)
        assert ("prévenez le bureau des entreprises" in page.text) is (said is not None)
        await tells(lycee, SiteReopenedV1(**site))
        assert "Lieu fermé" not in (await visitor.get(LIST)).text


async def test_a_host_that_closed_before_the_departure_is_said_to_need_another_one(
    app: Served, lycee: Lycee, database: object
) -> None:
    here = await at_work(lycee)
    await closes(lycee, on=date(2026, 9, 30))
    app.application.state.runtime.work._clock = lambda: BEFORE
    async with teacher(app, here.account) as visitor:
        page = await visitor.get(LIST)
    assert ("Lieu fermé" in page.text, "L’élève n’a plus où aller" in page.text) == (True, True)


async def test_who_teaches_in_two_lycees_reads_of_which_each_pupil_is_and_how_many_were_not_heard_of(
    today: None, app: Served, lycee: Lycee
) -> None:
    here = await at_work(lycee)
    await here.follows_both()
    role = Role.REFERENT_TEACHER
    async with teacher(app, here.account) as one_lycee:
        page = await one_lycee.get(LIST)
        assert "2 élèves, aucun contact encore" in page.text
        assert 'class="badge lycee"' not in page.answer.text
        await one_lycee.send(next(f for f in page.forms if dict(f.fields).get("kind") == "visit"))
        assert "2 élèves, dont 1 sans aucun contact" in (await one_lycee.get(LIST)).text
    both = app.sessions.sign_in((role, BOURDELLE), (role, ELSEWHERE), account=here.account)
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app.application),
        base_url="http://127.0.0.1:8000",
        cookies={"passerelle": both},
    ) as client:
        for path in (LIST, "/pfmp/fragments/mes-eleves"):
            assert (await client.get(path)).text.count('class="badge lycee"') == 2, path
