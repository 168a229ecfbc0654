"""The JSON API, from the same use cases as the pages."""

from datetime import date
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from contracts.internships.periods import PlacementProposedV1
from tests.internships.world import BOURDELLE, ELEC, ENDS, STARTS, TODAY, Lycee
from tests.support.pages import Visitor

API = "/api/internships"


async def asks(bureau: Visitor, path: str, **command: Any) -> httpx2.Response:
    body = {"command_id": str(uuid4())} | command
    return await bureau.client.post(f"{API}{path}", json=body)


async def test_a_place_goes_from_draft_to_coverage_by_the_api(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC, "2de pro Électricité")
    (pupil,) = await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    site = await lycee.knows_a_host()
    drafted = await asks(
        bureau,
        "/periods",
        starts_on=STARTS.isoformat(),
        ends_on=ENDS.isoformat(),
        weeks=4,
        formation_ids=[str(formation)],
    )
    assert drafted.status_code == 201
    period = drafted.json()["id"]
    published = await asks(bureau, f"/periods/{period}/publication", version=1)
    assert published.status_code == 200
    proposed = await asks(
        bureau,
        "/placements",
        period_id=period,
        pupil_year_id=str(pupil),
        site_key=site,
        origin="family",
    )
    assert proposed.status_code == 201
    here = f"/placements/{proposed.json()['id']}"
    day = TODAY.isoformat()
    assert (await asks(bureau, f"{here}/confirmation", version=1, on=day)).status_code == 200

    (coverage,) = (await bureau.client.get(f"{API}/coverage")).json()
    assert (coverage["period_id"], coverage["uai"]) == (period, BOURDELLE)
    (line,) = coverage["formations"]
    assert (line["concerned"], line["host_agreed"], line["without"]) == (1, 1, 0)
    (told,) = (await bureau.client.get(f"{API}/periods")).json()
    assert (told["id"], told["status"], told["version"]) == (period, "published", 2)
    assert "MARTIN" not in str(coverage) + str(told)

    assert (await asks(bureau, f"{here}/withdrawal", version=2, reason="host")).status_code == 200
    stale = await asks(bureau, f"{here}/withdrawal", version=2, reason="host")
    assert (stale.status_code, stale.json()["code"]) == (409, "stale-version")


async def test_a_command_sent_twice_is_done_once(bureau: Visitor, lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    (pupil,) = await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    command = {
        "command_id": str(uuid4()),
        "period_id": str(await lycee.publishes_a_period(formation)),
        "pupil_year_id": str(pupil),
        "site_key": await lycee.knows_a_host(),
        "origin": "office",
    }
    first = await asks(bureau, "/placements", **command)
    second = await asks(bureau, "/placements", **command)
    assert (first.status_code, first.json()) == (201, second.json())
    assert len(await lycee.published(PlacementProposedV1)) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [({"site_key": "123"}, "site_key"), ({"origin": "stars"}, "origin"), ({"name": "x"}, "name")],
)
async def test_a_malformed_command_says_which_field(
    bureau: Visitor, change: dict[str, str], field: str
) -> None:
    command = {
        "period_id": str(uuid4()),
        "pupil_year_id": str(uuid4()),
        "site_key": f"local:{uuid4()}",
        "origin": "office",
    }
    refused = await asks(bureau, "/placements", **command | change)
    assert refused.status_code == 422
    assert refused.headers["content-type"].startswith("application/problem+json")
    assert field in refused.json()["errors"]


async def test_an_unknown_pupil_is_not_found(bureau: Visitor) -> None:
    answer = await asks(
        bureau,
        "/placements",
        period_id=str(uuid4()),
        pupil_year_id=str(uuid4()),
        site_key=f"local:{uuid4()}",
        origin="office",
    )
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


async def test_a_rupture_is_noted_and_taken_back_by_the_api(bureau: Visitor, lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    pupils = await lycee.imports("A Léa 2ELEC", "B Tom 2ELEC", classes={"2ELEC": formation})
    days = {"starts_on": date(2026, 11, 9), "ends_on": date(2026, 12, 4)}
    period = await lycee.publishes_a_period(formation, **days)
    site = await lycee.knows_a_host()
    left, absent = [await lycee.places(pupil, period, site) for pupil in pupils]

    async def without() -> int:
        (coverage,) = (await bureau.client.get(f"{API}/coverage")).json()
        return int(coverage["formations"][0]["without"])

    ended = {"on": "2026-11-20", "version": 2}
    refused = await asks(
        bureau, f"/placements/{left}/interruption", **ended | {"on": "2026-12-04"}, reason="company"
    )
    assert refused.status_code == 422
    for one, how, reason in ((left, "interruption", "company"), (absent, "no-show", "pupil")):
        noted = await asks(bureau, f"/placements/{one}/{how}", **ended, reason=reason)
        assert noted.status_code == 200
    assert await without() == 2
    back = await asks(bureau, f"/placements/{left}/resumption", version=3)
    assert back.status_code == 200
    assert await without() == 1
    again = await asks(bureau, f"/placements/{left}/resumption", version=4)
    assert (again.status_code, again.json()["code"]) == (409, "placement-move-refused")
