"""Feeds as outside readers get them: opened by a secret alone, bounded, unchanged while nothing moved."""

import csv
import io
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4
from zipfile import ZipFile

import feedparser
import httpx2
import jsonschema
import pytest
import pytest_asyncio
import python_calamine
import structlog
from fastapi import FastAPI

from contracts.documents.examples import example
from contracts.identifiers import TaxTotalsId, Uai
from contracts.partnerships.actions import ActionHeldV1
from contracts.partnerships.commitments import TaxPledgesTotalledV1
from contracts.partnerships.companies import CompanyOnboardedV1, OnboardingReason
from contracts.partnerships.partnerships import PartnershipStage
from contracts.publication import FactFamily
from services.chassis.base.identity import Role
from services.chassis.projections.revision import move_watermark
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.base.metadata import PROJECTION
from services.supervision.feed_readers.commands import (
    add_feed_reader,
    extend_feed_reader,
    revoke_feed_reader,
)
from services.supervision.feed_readers.model import FeedPart, FeedReaderRevoked
from services.supervision.feed_readers.store import FeedReaders
from services.supervision.indicators.model.network_actions import (
    ACTIONS_BY_PARTNER,
    NETWORK_ACTIONS,
)
from services.supervision.subscribers import DEPARTMENT
from tests.coordination.feeds.test_feeds import ADDRESS, JSON_FEED
from tests.supervision.browsing import browsing
from tests.supervision.made_editions import an_edition
from tests.supervision.network import (
    BOURDELLE,
    ELECTRICITY,
    NOW,
    OTHER,
    SILENT,
    TODAY,
    WHOLE_DEPARTMENT,
    WOOD,
    Network,
    action,
    an_id,
    company,
    confirmation,
    coverage,
    folded,
    formation,
    lycee,
    partnership,
    period,
    published,
)
from tests.support.portal import KnownSessions

ACCOUNT = UUID(int=7)
FILES = (
    "activite.atom",
    "activite.json",
    "activite.csv",
    "activite.xlsx",
    "couverture.json",
    "couverture.csv",
    "couverture.xlsx",
    "indicateurs.json",
    "indicateurs.csv",
    "indicateurs.xlsx",
)
YEAR = "?annee=2026-2027"
ITEM: dict[str, Any] = JSON_FEED["properties"]["items"]["items"]  # type: ignore[index] # a schema holds anything
PAGED = {
    **JSON_FEED,
    "properties": {
        **JSON_FEED["properties"],  # type: ignore[dict-item] # a schema holds anything
        "description": {"type": "string"},
        "next_url": ADDRESS,
        "items": {
            "type": "array",
            "items": {
                **ITEM,
                "required": ["id", "content_text"],
                "properties": {
                    **ITEM["properties"],
                    "content_text": {"type": "string", "minLength": 1},
                },
            },
        },
    },
}
"""What version 1.1 says of the members we write here besides."""


@dataclass
class Reading:
    """Somebody outside, with the address they were given and no session."""

    browser: httpx2.AsyncClient
    reader_id: UUID
    secret: str

    def address(self, file: str) -> str:
        return f"/flux/{self.reader_id}/{self.secret}/{file}"

    async def get(self, file: str, **headers: str) -> httpx2.Response:
        return await self.browser.get(self.address(file), headers=headers)

    async def text(self, file: str) -> str:
        answer = await self.get(file)
        assert answer.status_code == 200, answer.text
        return answer.content.decode("utf-8-sig")

    async def rows(self, file: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(await self.text(file)), delimiter=";"))


@dataclass
class Outside:
    """Gives feeds, at a time of the test's choosing, and reads them."""

    work: UnitsOfWork
    browser: httpx2.AsyncClient

    async def given(
        self,
        *parts: FeedPart,
        inside: bool = False,
        uais: Sequence[Uai] = (),
        expires_on: date = TODAY + timedelta(days=365),
        now: datetime = NOW,
    ) -> Reading:
        async with self.work.begin(WHOLE_DEPARTMENT, now=now) as uow:
            reader, secret = await add_feed_reader(
                uow,
                reader_id=uow.new_id(),
                organisation="Région",
                inside=inside,
                parts=parts or tuple(FeedPart),
                uais=uais,
                known=(BOURDELLE, OTHER, SILENT),
                expires_on=expires_on,
                account_id=ACCOUNT,
                now=now,
            )
        return Reading(self.browser, reader.id, secret)

    async def moved(self, *, at: datetime = NOW) -> None:
        """The read model moved, as the reader of the bus says with each fold."""
        async with self.work.begin(WHOLE_DEPARTMENT) as uow:
            await move_watermark(
                uow.connection,
                projection=PROJECTION,
                stream="DEPARTMENT_82",
                created_at=NOW,
                sequence=1,
                now=at,
                fold=DEPARTMENT.fingerprint,
            )


@pytest_asyncio.fixture
async def outside(app: FastAPI, work: UnitsOfWork) -> AsyncIterator[Outside]:
    app.state.runtime.work = work  # its clock: silence and ends are told by day
    async with browsing(app, None) as browser:
        yield Outside(work, browser)


def pledges(companies: int, euros: int) -> TaxPledgesTotalledV1:
    """What companies promised a lycée this year."""
    return TaxPledgesTotalledV1(
        totals_id=TaxTotalsId(an_id("taxes")),
        year=TODAY.year,
        companies=companies,
        amount_euros=euros,
        occurred_on=TODAY,
    )


async def a_network(work: UnitsOfWork) -> None:
    """Bourdelle tells figures, Michelet keeps them, the third lycée told nothing for a month."""
    network, before = Network(), NOW - timedelta(days=30)
    names = ((BOURDELLE, "Lycée Bourdelle"), (OTHER, "Lycée Michelet"), (SILENT, "Lycée Muet"))
    for uai, name in names:
        network.tell(lycee(name, uai), uai=uai, at=before)
        network.tell(formation("Électricité"), uai=uai, at=before)
        network.tell(period(), uai=uai, at=before)
    network.tell(published(FactFamily.COVERAGE, (TODAY, False)), uai=OTHER)
    network.tell(confirmation())
    network.tell(company(name="SARL Exemple"))
    # `coverage` tells one exempted and three who left among the concerned.
    network.tell(coverage(22, concerned=26))
    for name, starts_on, count in (("march", date(2027, 3, 1), 2), ("june", date(2027, 6, 1), 20)):
        network.tell(period(name=name, starts_on=starts_on))
        network.tell(coverage(count, concerned=count + 4, name=name))
    await folded(work, network.told)
    await an_edition(work)


async def test_every_file_opens_by_address_and_by_header(
    work: UnitsOfWork, outside: Outside
) -> None:
    await a_network(work)
    reading = await outside.given()
    for file in FILES:
        by_address = await reading.get(file)
        by_header = await outside.browser.get(
            f"/flux/{reading.reader_id}/{file}",
            headers={"Authorization": f"Bearer {reading.secret}"},
        )
        head = await outside.browser.head(reading.address(file))
        for answer in (by_address, by_header, head):
            assert answer.status_code == 200, f"{file}: {answer.text}"
            assert answer.headers["cache-control"] == "private, no-cache"
            assert answer.headers["referrer-policy"] == "no-referrer"
            assert "noindex" in answer.headers["x-robots-tag"]
            assert answer.headers["etag"].startswith('"')
        assert head.content == b""
        assert reading.secret not in by_header.text


async def test_the_activity_is_a_valid_feed_of_sentences(
    work: UnitsOfWork, outside: Outside
) -> None:
    await a_network(work)
    reading = await outside.given(inside=True)

    atom = feedparser.parse(await reading.text("activite.atom"))
    told = (await reading.get("activite.json")).json()

    assert not atom.bozo, atom.get("bozo_exception")
    assert atom.version == "atom10"
    assert atom.feed.id == "tag:127.0.0.1,2026:departement-82/journal"
    assert urlsplit(next(link.href for link in atom.feed.links if link.rel == "self")).path == (
        reading.address("activite.atom")
    )
    titles = [entry.title for entry in atom.entries]
    assert titles[0].startswith("Lycée Bourdelle\u00a0: a publié une PFMP")
    assert any("a confirmé un lieu d’accueil en Électricité" in title for title in titles)
    for entry in atom.entries:
        assert entry.id.startswith("tag:127.0.0.1,2026:departement-82/journal/")
        assert entry.updated_parsed
        assert entry.published_parsed
        assert entry.author
    jsonschema.validate(told, PAGED)
    assert [item["id"] for item in told["items"]] == [entry.id for entry in atom.entries]
    assert "Non publié par la direction" not in told["description"]


async def test_outside_the_dsden_no_line_is_about_one_pupil(
    work: UnitsOfWork, outside: Outside
) -> None:
    await a_network(work)
    reading = await outside.given()
    for file in ("activite.atom", "activite.json", "activite.csv"):
        text = await reading.text(file)
        assert "SARL Exemple" in text
        assert "a confirmé" not in text
        assert "leur nombre est dans la couverture" in text


async def test_small_numbers_and_first_hosts_are_told_to_the_dsden_alone(
    work: UnitsOfWork, outside: Outside
) -> None:
    network = Network()
    host = company(name="SARL Exemple")
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(host)
    onboarded = example(CompanyOnboardedV1).model_copy(
        update={"company_id": host.company_id, "reason": OnboardingReason.HOSTING}
    )
    network.tell(onboarded)
    network.tell(action("a", ActionHeldV1, pupils=3, accompanying=1))
    network.tell(action("b", ActionHeldV1, pupils=24, accompanying=2))
    await folded(work, network.told)
    await an_edition(work)

    outsiders = await (await outside.given()).text("activite.csv")
    insiders = await (await outside.given(inside=True)).text("activite.csv")

    assert "a un premier accueil chez SARL Exemple" in insiders
    assert "premier accueil" not in outsiders
    assert "(3\u00a0élèves)" in insiders
    assert "3\u00a0élèves" not in outsiders
    assert "(24\u00a0élèves)" in outsiders


async def test_ids_stay_when_lines_grow_and_whoever_reads(
    work: UnitsOfWork, outside: Outside
) -> None:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"), at=NOW - timedelta(days=1))
    network.tell(confirmation(1), together="a list", at=NOW)
    await folded(work, network.told)
    first = (await (await outside.given(inside=True)).get("activite.json")).json()["items"][0]
    told = len(network.told)
    network.tell(confirmation(2), together="a list", at=NOW + timedelta(minutes=5))
    await folded(work, network.told[told:])
    await outside.moved()

    grown = (await (await outside.given(inside=True)).get("activite.json")).json()["items"][0]

    assert "2\u00a0lieux d’accueil" in grown["title"]
    assert (grown["id"], grown["date_published"]) == (first["id"], first["date_published"])
    assert grown["date_modified"] > first["date_modified"]


async def test_older_lines_are_on_the_next_pages_each_once(
    work: UnitsOfWork, outside: Outside
) -> None:
    network = Network()
    for number in range(120):
        network.tell(company(number, name=f"SARL {number:03d}"))
    await folded(work, network.told)
    await an_edition(work)
    reading = await outside.given()
    found: list[str] = []
    pages, address = 0, reading.address("activite.atom")
    while address:
        answer = await outside.browser.get(address)
        page = feedparser.parse(answer.content)
        found += [entry.id for entry in page.entries]
        following = [link.href for link in page.feed.links if link.rel == "next"]
        address = following[0] if following else ""
        assert (f'<{address}>; rel="next"' == answer.headers.get("link")) or not address
        pages += 1

    assert (pages, len(found), len(set(found))) == (3, 120, 120)
    again = (await reading.get("activite.json")).json()
    assert "avant=" in again["next_url"]
    assert len((await outside.browser.get(again["next_url"])).json()["items"]) == 50


KEPT, NOTHING = "Non publié", "Aucune donnée reçue"
JANUARY, MARCH, JUNE = "04/01/2027", "01/03/2027", "01/06/2027"


async def test_inside_zero_silence_and_what_is_kept_are_three_things(
    work: UnitsOfWork, outside: Outside
) -> None:
    await a_network(work)
    reading = await outside.given(inside=True)

    lines = [row for row in await reading.rows(f"couverture.csv{YEAR}") if len(row) > 10]
    rows = {(row[0], row[2]): row[4:8] for row in lines}
    silent = {row[0]: row[12] for row in lines[1:-1]}
    told = (await reading.get(f"couverture.json{YEAR}")).json()
    states = {(one["lycee"], one["starts_on"]): one["state"] for one in told["rows"]}
    content = (await reading.get(f"couverture.xlsx{YEAR}")).content
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    cells = [row[4:7] for row in book.get_sheet_by_index(0).to_python() if row[0] != ""]

    assert rows["Lycée Bourdelle", JANUARY] == ["22", "22", "0", "Chiffres reçus"]
    assert rows["Lycée Bourdelle", MARCH] == ["2", "2", "0", "Chiffres reçus"]
    assert rows["Lycée Bourdelle", JUNE] == ["20", "20", "0", "Chiffres reçus"]
    assert rows["Lycée Michelet", JANUARY] == [KEPT] * 4
    assert rows["Lycée Muet", JANUARY] == [NOTHING] * 4
    assert rows["Tous ces lycées", ""][:3] == ["44", "44", "0"]
    assert silent == {"Lycée Bourdelle": "Non", "Lycée Michelet": "Non", "Lycée Muet": "Oui"}
    assert states == {
        ("Lycée Bourdelle", "2027-01-04"): "told",
        ("Lycée Bourdelle", "2027-03-01"): "told",
        ("Lycée Bourdelle", "2027-06-01"): "told",
        ("Lycée Michelet", "2027-01-04"): "not-published",
        ("Lycée Muet", "2027-01-04"): "nothing-received",
    }
    for expected in ([22, 22, 0], [2, 2, 0], [KEPT] * 3, [NOTHING] * 3, [44, 44, 0]):
        assert expected in cells
    assert [one["without"] for one in told["rows"]] == [0, 0, 0, None, None]


async def test_outside_the_academy_s_table_is_told_and_no_other_cut_of_it(
    work: UnitsOfWork, outside: Outside, app: FastAPI, sessions: KnownSessions
) -> None:
    """Two cuts, each without its small numbers, would give some of them back."""
    network = Network()
    labels = ((ELECTRICITY, "Bac pro MELEC", 30), (WOOD, "Bac pro TCB", 3))
    for mef, label, count in labels:
        network.tell(formation(label, mef))
        network.tell(coverage(count, mef=mef, concerned=count + 4))
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(lycee("Lycée Muet", SILENT), uai=SILENT, at=NOW - timedelta(days=30))
    network.tell(period(ELECTRICITY, WOOD))
    await folded(work, network.told)
    await an_edition(work)
    every, one = await outside.given(), await outside.given(uais=[BOURDELLE])
    async with browsing(app, sessions.sign_in((Role.ACADEMY, None))) as academy:
        theirs = (await academy.get(f"/departement/totaux.csv{YEAR}")).content.decode("utf-8-sig")

    whole = (await every.get(f"couverture.json{YEAR}")).json()
    text = await every.text(f"couverture.csv{YEAR}")
    content = (await every.get(f"couverture.xlsx{YEAR}")).content

    assert (await one.get(f"couverture.json{YEAR}")).json() == whole
    told = {one["formation"]: one["expected"] for one in whole["formations"]}
    assert told == {"Bac pro MELEC": 30, "Bac pro TCB": None}
    assert whole["total"] == {"expected": 30, "host_agreed": 30, "without": 0}
    assert "rows" not in whole
    table = "Formation;MEF;"
    assert text.partition(table)[2] == theirs.partition(table)[2]
    assert "Aucune donnée reçue : Lycée Muet" in text.replace("\u00a0", " ")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    cells = {row[0]: row[2:] for row in book.get_sheet_by_index(0).to_python()}
    assert cells["Bac pro TCB"] == ["Effectif trop faible"] * 3
    assert cells["Formations avec leurs chiffres (1 sur 2)"] == [30, 30, 0]
    for file in ("couverture.json", "couverture.csv"):
        assert BOURDELLE not in (await every.text(f"{file}{YEAR}"))


async def test_inside_the_indicators_are_those_of_the_page(
    work: UnitsOfWork, outside: Outside, app: FastAPI, sessions: KnownSessions
) -> None:
    await a_network(work)
    every, one = await outside.given(inside=True), await outside.given(inside=True, uais=[OTHER])
    async with browsing(app, sessions.sign_in((Role.SUPERVISOR, None))) as supervisor:
        page = (await supervisor.get(f"/departement/indicateurs.csv{YEAR}")).content

    text = await every.text(f"indicateurs.csv{YEAR}")
    told = (await every.get(f"indicateurs.json{YEAR}")).json()
    of_one = (await one.get(f"indicateurs.json{YEAR}")).json()

    table = "Indicateur;"
    assert text.partition(table)[2] == page.decode("utf-8-sig").partition(table)[2]
    assert "Lycée Bourdelle" in text
    found = {line["code"]: line for line in told["indicators"]}["actions-menees"]
    assert {one["lycee"] for one in found["lycees"]} == {
        *("Lycée Bourdelle", "Lycée Michelet", "Lycée Muet")
    }
    assert [one["lycee"] for one in of_one["indicators"][0]["lycees"]] == ["Lycée Michelet"]
    assert BOURDELLE not in str(of_one)


async def test_outside_no_indicator_counts_pupils_but_the_last_line_of_the_coverage(
    work: UnitsOfWork, outside: Outside
) -> None:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(formation("Bac pro MELEC"))
    network.tell(period())
    network.tell(coverage(27, concerned=44))
    network.tell(confirmation(new_host=True))
    network.tell(action("a", ActionHeldV1, pupils=24, accompanying=2))
    network.tell(partnership("a", PartnershipStage.ACTIVE))
    network.tell(pledges(30, 7000))
    await folded(work, network.told)
    await an_edition(work)
    every, some = await outside.given(), await outside.given(uais=[OTHER])

    told = (await every.get(f"indicateurs.json{YEAR}")).json()
    table = (await every.get(f"couverture.json{YEAR}")).json()["total"]
    rows = {row[0]: row[2] for row in await every.rows(f"indicateurs.csv{YEAR}") if len(row) > 2}

    assert (await some.get(f"indicateurs.json{YEAR}")).json() == told
    figures = {one["code"]: one["together"] for one in told["indicators"]}
    with_figures = {code for code, one in figures.items() if one["state"] in ("told", "at-least")}
    assert with_figures == {
        *("couverture-de-l-annee", "partenariats-actifs", "partenariats-sous-convention"),
        *("actions-menees", "visites-entreprises", "interventions-au-lycee", "taxe-entreprises"),
        *(NETWORK_ACTIONS.code, *(one.code for one in ACTIONS_BY_PARTNER)),
    }
    assert figures["derogations-valides"]["state"] == "not-told-yet"
    coverage_told = figures["couverture-de-l-annee"]
    assert (coverage_told["numerator"], coverage_told["denominator"]) == (
        *(table["host_agreed"], table["expected"]),
    )
    assert figures["actions-menees"]["value"] == 1
    # With one company more, the difference of two sums is what it promised.
    assert rows["Taxe d’apprentissage promise"] == "Non communiqué hors de la DSDEN"
    assert rows["Participations d’élèves"] == "Non communiqué hors de la DSDEN"
    assert BOURDELLE not in str(told)


async def test_outside_two_worlds_that_share_the_table_of_coverage_have_the_same_indicators(
    work: UnitsOfWork, outside: Outside
) -> None:
    """Whatever is told besides the table tells nothing of the pupils it hides."""
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(formation("Bac pro MELEC"))
    network.tell(formation("Bac pro TCB", WOOD))
    network.tell(period(ELECTRICITY, WOOD))
    network.tell(coverage(30, concerned=34))
    network.tell(coverage(2, mef=WOOD, concerned=7))
    await folded(work, network.told)
    await an_edition(work)
    reading = await outside.given()

    async def read() -> list[dict[str, Any]]:
        table = (await reading.get(f"couverture.json{YEAR}")).json()
        return [table, (await reading.get(f"indicateurs.json{YEAR}")).json()]

    before = await read()
    assert before[0]["formations"][1]["expected"] is None
    already = len(network.told)
    network.tell(coverage(1, mef=WOOD, concerned=7), version=2)  # one of the three lost its place
    network.tell(confirmation(2))
    await folded(work, network.told[already:])
    await an_edition(work, NOW + timedelta(minutes=1))
    assert await read() == before


async def test_nothing_that_is_wrong_with_an_address_can_be_told_from_another(
    work: UnitsOfWork, outside: Outside
) -> None:
    await a_network(work)
    good, other = await outside.given(), await outside.given(FeedPart.COVERAGE)
    expired = await outside.given(expires_on=TODAY - timedelta(days=1), now=NOW - timedelta(days=9))
    revoked = await outside.given()
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        await revoke_feed_reader(uow, reader_id=revoked.reader_id, now=NOW)
    browser, file = outside.browser, "activite.atom"
    wrong = [
        Reading(browser, good.reader_id, "x" * 43),
        Reading(browser, good.reader_id, good.secret.swapcase()),
        Reading(browser, good.reader_id, other.secret),
        Reading(browser, uuid4(), good.secret),
        expired,
        revoked,
        other,
    ]
    answers, volatile = [], {"x-correlation-id", "date"}
    with structlog.testing.capture_logs() as logged:
        for one in wrong:
            answers.append(await one.get(file, **{"Accept-Encoding": "identity"}))
            bearer = {"Authorization": f"Bearer {one.secret}"}
            refused = await browser.get(f"/flux/{one.reader_id}/{file}", headers=bearer)
            assert refused.status_code == 404
    unsaid = await browser.get(f"/flux/{good.reader_id}/{file}")

    assert {one.status_code for one in [*answers, unsaid]} == {404}
    assert len({without_ids(one.text) for one in answers}) == 1
    headers = [{k: v for k, v in one.headers.items() if k not in volatile} for one in answers]
    assert all(one == headers[0] for one in headers)
    # Meanwhile the service looks for a bus that is not there.
    told = [line for line in logged if line["event"] != "bus.error"]
    assert [line["aggregate_id"] for line in told] == [
        str(one.reader_id) for one in wrong for _ in range(2)
    ]
    assert not any(one.secret in str(logged) for one in wrong)
    assert (await good.get(file)).status_code == 200


def without_ids(text: str) -> str:
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "…", text)


async def test_what_is_taken_back_is_so_at_once_and_what_is_extended_goes_on(
    work: UnitsOfWork, outside: Outside
) -> None:
    start = NOW - timedelta(days=10)
    reading = await outside.given(expires_on=TODAY - timedelta(days=1), now=start)
    assert (await reading.get("activite.json")).status_code == 404
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        later = date(2027, 11, 24)
        await extend_feed_reader(uow, reader_id=reading.reader_id, expires_on=later, now=NOW)
    first = await reading.get("activite.json")
    assert first.status_code == 200

    async with work.begin(WHOLE_DEPARTMENT) as uow:
        await revoke_feed_reader(uow, reader_id=reading.reader_id, now=NOW)

    assert (await reading.get("activite.json")).status_code == 404
    known = {"If-None-Match": first.headers["etag"]}
    assert (await reading.get("activite.json", **known)).status_code == 404
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        with pytest.raises(FeedReaderRevoked):
            await extend_feed_reader(uow, reader_id=reading.reader_id, expires_on=later, now=NOW)


@pytest.mark.parametrize("file", FILES)
async def test_who_has_the_last_edition_is_told_so_until_something_moves(
    work: UnitsOfWork, outside: Outside, file: str
) -> None:
    await a_network(work)
    await outside.moved(at=NOW - timedelta(minutes=3))
    reading = await outside.given(inside=True)
    first = await reading.get(file)
    again = await reading.get(file, **{"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    same = await reading.get(file)

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert same.content == first.content
    assert parsedate_to_datetime(first.headers["last-modified"]) == NOW - timedelta(minutes=3)

    await outside.moved()
    moved = await reading.get(file, **{"If-None-Match": first.headers["etag"]})
    assert moved.status_code == 200
    assert parsedate_to_datetime(moved.headers["last-modified"]) == NOW


@pytest.mark.parametrize("file", ["activite.xlsx", "couverture.xlsx"])
async def test_a_workbook_says_its_day_and_no_second(outside: Outside, file: str) -> None:
    """The second would make of each answer another file, under the ETag of the one before."""
    content = (await (await outside.given(inside=True)).get(file)).content

    with ZipFile(io.BytesIO(content)) as parts:
        assert b"2026-11-24T00:00:00Z" in parts.read("docProps/core.xml")


async def test_a_name_that_begins_like_a_formula_stays_a_name(
    work: UnitsOfWork, outside: Outside
) -> None:
    network = Network()
    for sign in "=+-@":
        uai = Uai.numbered(f"082900{ord(sign) % 10}")
        network.tell(lycee(f"{sign}cmd|' /C calc'!A0", uai), uai=uai)
        network.tell(formation(f"{sign}1+1"), uai=uai)
    await folded(work, network.told)
    reading = await outside.given(inside=True)

    for name in ("activite", "couverture"):
        text = await reading.text(f"{name}.csv")
        rows = csv.reader(io.StringIO(text), delimiter=";")
        content = (await reading.get(f"{name}.xlsx")).content
        sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        read = [*rows, *sheet.get_sheet_by_index(0).to_python()]
        texts = [cell for row in read for cell in row if isinstance(cell, str) and "cmd|" in cell]
        assert texts
        assert not [cell for cell in texts if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("name", ["activite", "couverture", "indicateurs"])
async def test_a_text_that_is_asked_bare_begins_with_the_titles_of_its_columns(
    work: UnitsOfWork, outside: Outside, name: str
) -> None:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    await folded(work, network.told)
    reading = await outside.given(inside=True)

    explained = await reading.rows(f"{name}.csv")
    bare = await reading.rows(f"{name}.csv?brut=oui")

    begins = explained.index(bare[0])
    assert begins > 0
    assert bare == explained[begins:]
    assert {len(row) for row in bare} == {len(bare[0])}
    again = await reading.get(f"{name}.csv?brut=non")
    assert again.status_code == 422


async def test_readings_are_counted(work: UnitsOfWork, outside: Outside) -> None:
    reading = await outside.given()
    for _ in range(2):
        await reading.get("couverture.json")

    async with work.begin(WHOLE_DEPARTMENT) as uow:
        [reader] = await FeedReaders(uow).all()

    assert (reader.times_read, reader.last_read_at) == (2, NOW)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("asked", ["lycee=0820032P", "sorte=placements", "avant=x", "annee=x"])
async def test_a_feed_is_cut_in_no_other_way(outside: Outside, file: str, asked: str) -> None:
    reading = await outside.given()

    assert (await reading.get(f"{file}?{asked}")).status_code == 422
