"""The demonstration: invented, plausible, the same each time, and gone when it is left."""

import json
import re
import signal
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from html import unescape
from pathlib import Path

import asyncpg
import httpx2
import pytest
from stdnum import luhn

from contracts.internships.mobility import AidState
from deploy.accounts.first_lycees import open_all
from deploy.demo.calendar import Calendar
from deploy.demo.companies import COMPANIES, all_companies
from deploy.demo.lycees import ACCOUNTS, LYCEES, TILLEULS, DemoLycee
from deploy.demo.memory import FILE, Memory, UnknownLycee
from deploy.demo.outcomes import Move, fates
from deploy.demo.papers import papers
from deploy.demo.pupils import class_list
from deploy.demo.school_years import places
from deploy.demo.steps import command_of
from deploy.operations.where import settings_for
from deploy.services import SERVICES
from deploy.supervisor.output import RULE
from services.chassis.base.identity import Role
from services.chassis.reference.nomenclatures import activities, communes
from services.chassis.web.views.french import PARIS
from tests.journeys.people import sign_in
from tests.support.network import Network
from tests.support.pages import Page
from tests.support.prepared import prepared
from tests.support.processes import Command, passerelle, run
from tests.support.proof import short_and_long
from tests.support.routes import Route, routes_of
from tests.support.servers import own_folder
from tests.support.waiting import eventually

pytestmark = pytest.mark.early

BANNER = "données inventées"
BUREAU = "bureau@tilleuls.example"
ACADEMY = "academie@rectorat.example"
LIST = "\ufeffLycées du département;;\nUAI;Nom;Commune\n0829021K;Lycée de la Halle;Montauban\n{}\n"


def calendar(day: str = "2026-11-24") -> Calendar:
    return Calendar(date.fromisoformat(day))


def test_companies_are_invented_and_look_real() -> None:
    companies = all_companies()
    assert len({one.siret for one in companies}) == len(companies) == COMPANIES
    assert len({one.details.name for one in companies}) == COMPANIES
    for one in companies:
        assert luhn.is_valid(one.siret)
        assert luhn.is_valid(one.siret[:9])
        assert one.site.commune in communes()
        assert one.site.naf in activities()
        assert one.site.phone
        assert one.site.phone.startswith("05 36 49 ")
        assert one.contact is None or (one.contact.mail or ".example").endswith(".example")


def test_lycees_and_people_are_those_of_a_department() -> None:
    assert len({one.uai for one in LYCEES}) == len(LYCEES) == 6
    bureaux = [one for one in ACCOUNTS if one.role is Role.RBDE]
    assert sorted(len(one.uais) for one in bureaux) == [1, 1, 1, 1, 2]
    assert {uai for one in bureaux for uai in one.uais} == {one.uai for one in LYCEES}
    assert {one.role for one in ACCOUNTS} == set(Role)
    pupils = [class_list(lycee) for lycee in LYCEES]
    assert 800 < sum(map(len, pupils)) < 1000
    for rows in pupils:
        assert len({(row.last_name, row.first_name) for row in rows}) == len(rows)


@pytest.mark.parametrize(
    "day", ["2026-09-02", "2026-11-24", "2027-03-30", "2027-07-20", "2028-01-05"]
)
def test_whatever_the_day_nothing_was_done_in_the_future(day: str) -> None:
    today = calendar(day)
    for lycee in LYCEES:
        assert {klass.mef for klass in lycee.classes} == set(lycee.formations)
        for fate in fates(lycee, today):
            assert fate.on <= today.today
            assert fate.slot.weeks >= 3


def test_places_are_in_all_states() -> None:
    found = [fate for lycee in LYCEES for fate in fates(lycee, calendar())]
    assert {fate.move for fate in found} == set(Move)
    assert found == [fate for lycee in LYCEES for fate in fates(lycee, calendar())]


@pytest.mark.parametrize("day", ["2026-09-10", "2026-11-26", "2027-01-20", "2027-05-04"])
def test_every_bureau_was_just_told_something(day: str) -> None:
    for lycee in LYCEES:
        *_, news = places(calendar(day), lycee)
        assert news.live
        assert news.acts, lycee.name


@pytest.mark.parametrize(
    "day", ["2026-09-02", "2026-11-24", "2027-03-30", "2027-07-20", "2028-01-05"]
)
def test_papers_follow_their_period_and_none_is_of_the_future(day: str) -> None:
    today = calendar(day)
    for lycee in LYCEES:
        steps = list(papers(today, lycee))
        assert len({step.name for step in steps}) == len(steps)
        assert all(step.at.date() < today.today for step in steps)
    done = {step.name.rpartition(":")[2] for lycee in LYCEES for step in papers(today, lycee)}
    assert "referents" in done
    assert ({"followed", "issued", "signed", "attested"} <= done) is (day != "2026-09-02")


LOADED_WITHIN_SECONDS = 300
"""Only a failure waits that long."""


async def loaded(up: Command) -> None:
    await eventually(lambda: "tout est chargé" in up.output, within_seconds=LOADED_WITHIN_SECONDS)


def framed(output: str) -> list[str]:
    """Where it answers, each time it was told, and once who may come in: whole, whatever was logged meanwhile."""
    blocks = output.split(RULE)[1::2]
    for place, block in enumerate(blocks):
        assert {one.mail in block for one in ACCOUNTS} == {place == 0}, block
        assert "répond à http://127.0.0.1:" in block
        assert "[info" not in block
    return blocks


def password(up: Command, mail: str) -> str:
    found = re.search(rf"^\s*{re.escape(mail)}\s+(\S+)", up.output, re.MULTILINE)
    assert found, up.output
    return found[1]


async def visit(up: Command, mail: str, *paths: str) -> list[Page]:
    async with httpx2.AsyncClient(base_url=await up.address(), trust_env=False) as browser:
        visitor = await sign_in(browser, mail, password(up, mail))
        return [await visitor.get(path) for path in paths]


async def signed(up: Command) -> int:
    """How many agreements of the periods of a bureau all have signed."""
    (periods,) = await visit(up, BUREAU, "/pfmp")
    ways = set(re.findall(r"/pfmp/periodes/[0-9a-f-]{36}(?=\")", periods.answer.text))
    pages = await visit(up, BUREAU, *sorted(ways))
    counts = [re.findall(r"(\d+) conventions? signées? par tous", page.text) for page in pages]
    return sum(int(one) for found in counts for one in found)


async def papers_are_there(up: Command) -> None:
    """What of a year’s papers is behind us on the day of this run."""
    now = Calendar(datetime.now(PARIS).date())
    [bureau] = [one for one in ACCOUNTS if one.mail == BUREAU]
    [lycee] = [one for one in LYCEES if one.uai in bureau.uais]
    done = {step.name.rpartition(":")[2] for step in papers(now, lycee)}
    assert (await signed(up) > 5) is ("signed" in done)
    paid = any(fate.aid is AidState.PAID for fate in fates(lycee, now))
    aids, today = await visit(up, BUREAU, "/pfmp/aides?etat=paid", "/pfmp/fragments/aujourdhui")
    assert ("Transport" in aids.text) is paid
    missing = re.findall(r"Attestations à recevoir : (\d+)", today.text)
    assert max(map(int, missing), default=0) < 15 or "attested" not in done, "most of them came"


async def written_to(up: Command) -> bool:
    """Whether the bureau was told by mail of what was just confirmed."""
    (mails,) = await visit(up, BUREAU, "/envois")
    return "Accord noté" in mails.text


PAGES = [
    (route.service, route, re.compile(re.sub(r"{\w+(:path)?}", "[^/]+", route.path)))
    for service in SERVICES
    for route in routes_of(service)
    if route.declared.kind == "page"
]
OF_EACH_KIND = 1
COMPRESSED_BYTES_MAX = 60 * 1024
LINK = re.compile(r'href="(/[^"#]*)')


async def too_heavy(up: Command, roles: Iterable[Role]) -> list[str]:
    """Pages of the demonstration, as these roles, that do not fit a slow connection.

    All that need no example, and one of each other kind that they lead to.
    """
    found = []
    for role in roles:
        account = next(one for one in ACCOUNTS if one.role is role)
        open_to = [
            (route, pattern)
            for service, route, pattern in PAGES
            if role in service.permissions.roles(route.declared.action)
        ]
        async with httpx2.AsyncClient(base_url=await up.address(), trust_env=False) as browser:
            await sign_in(browser, account.mail, password(up, account.mail))
            weights = await weighed(browser, open_to)
        assert len(weights) > 5, (role, weights)
        found += [
            f"{address} as {role}: {weight} bytes"
            for address, weight in weights.items()
            if weight > COMPRESSED_BYTES_MAX
        ]
    return found


async def weighed(
    browser: httpx2.AsyncClient, open_to: Sequence[tuple[Route, re.Pattern[str]]]
) -> dict[str, int]:
    """What pages weigh as they travel, from one to the other by their links."""
    met = Counter[tuple[str, str]]()
    weights: dict[str, int] = {}
    ahead = [route.path for route, _ in open_to if not route.parameters]
    while ahead:
        address = ahead.pop(0)
        path, _, query = address.partition("?")
        kind = next((route.path for route, pattern in open_to if pattern.fullmatch(path)), None)
        asked = (kind or "", "&".join(sorted(re.findall(r"\w+(?==)", query))))
        if kind is None or address in weights or met[asked] == OF_EACH_KIND:
            continue
        met[asked] += 1
        async with browser.stream("GET", address) as answer:
            text = (await answer.aread()).decode("utf-8", "replace")
        if answer.headers.get("content-type", "").startswith("text/html"):
            assert answer.headers.get("content-encoding") == "gzip" or len(text) < 1000, address
            weights[address] = answer.num_bytes_downloaded
            ahead += [unescape(link) for link in LINK.findall(text)]
    return weights


@asynccontextmanager
async def held_at(step: str, data: Path) -> AsyncIterator[None]:
    """The pupils' side does not get past this step: somebody else has it in hand, uncommitted."""
    settings = settings_for(data)
    assert settings.database_url is not None
    server = settings.database_url.get_secret_value().rpartition("/")[0]
    base = await asyncpg.connect(f"{server}/{settings.database_name('internships')}")
    try:
        await base.execute("BEGIN")
        await base.execute(
            "INSERT INTO commands (command_id, fingerprint, recorded_at) VALUES ($1, $2, now())",
            command_of(step),
            b"",
        )
        yield
    finally:
        base.terminate()


Shown = tuple[Sequence[DemoLycee], Sequence[Role]]
"""The lycées whose year is loaded, and the roles whose pages are weighed.

In `make test` every page with something to show is weighed by `tests/browser/answers.py`.
"""


@pytest.mark.parametrize(
    "shown",
    short_and_long([([TILLEULS], ())], [(LYCEES, tuple(Role))]),
)
async def test_killed_while_it_loads_it_goes_on_and_is_left_behind_for_real_work(
    shown: Shown,
) -> None:
    lycees, roles = shown
    with own_folder("demo") as folder:
        data = await prepared(folder / "data")
        (data / FILE).write_text(json.dumps({"lycees": [one.uai for one in lycees]}))
        arguments = ("up", "--demo", "--data", str(data))
        async with passerelle(*arguments) as up:
            await up.address()
            async with held_at(f"{TILLEULS.uai}:news", data):
                # People are in before it is all there.
                (home,) = await visit(up, BUREAU, "/")
                assert BANNER in home.text
                await eventually(
                    lambda: "60\u202f%" in up.output, within_seconds=LOADED_WITHIN_SECONDS
                )
                (home,) = await visit(up, BUREAU, "/")
                assert re.search(r"se chargent encore \(\d\d.%\)", home.text)
                _, report = await run("doctor", "--data", str(data))
                assert re.search(r"La démonstration se charge encore.: \d\d.%", report)
                up.kill(signal.SIGKILL)
                await up.ended()
            assert not Memory.of(data).complete
        async with passerelle(*arguments) as up:
            await up.address()
            await loaded(up)
            await eventually(lambda: len(framed(up.output)) == 2)
            companies, periods = await visit(up, BUREAU, "/entreprises", "/pfmp")
            assert "se chargent encore" not in companies.text
            # Whoever looks today does not wait for Monday.
            (totals,) = await visit(up, ACADEMY, "/departement/totaux")
            assert "Édition du " in totals.text
            assert "Toutes les formations" in totals.text or "avec leurs chiffres" in totals.text

            async def written() -> bool:  # what is confirmed is written about soon after
                (mails,) = await visit(up, BUREAU, "/envois")
                return "Accord noté" in mails.text

            await eventually(written)
            paths = ("/annuaire?q=pole+emploi", "/actualites", "/actualites/propositions")
            found, news, proposals = await visit(up, "supervision@dsden.example", *paths)
            assert "Agence des Deux Rives" in found.text
            assert "Un jury blanc" in news.text
            assert "Forum de la logistique" not in news.text
            for state in ("Proposée", "Refusée", "Publiée", "Retirée"):
                assert state in proposals.text
            assert "Tout le registre" in companies.text
            assert "PFMP" in periods.text
            await papers_are_there(up)
            assert await too_heavy(up, roles) == []
            code, output = await run("demo", "leave", "--yes", "--data", str(data))
            assert (code, "tourne déjà" in output) == (1, True), output
        code, output = await run("demo", "leave", "--yes", "--data", str(data))
        assert code == 0, output
        async with passerelle(*arguments) as up:
            address = await up.address()
            assert "la démonstration n’est pas chargée" in up.output
            async with httpx2.AsyncClient(trust_env=False) as browser:
                assert BANNER not in (await browser.get(f"{address}/connexion")).text


def test_of_some_lycees_only_those_named_are_at_work(tmp_path: Path) -> None:
    assert Memory.of(tmp_path).at_work() == LYCEES
    (tmp_path / FILE).write_text(json.dumps({"lycees": [TILLEULS.uai]}))
    memory = Memory.of(tmp_path)
    assert (memory.at_work(), memory.passwords) == ([TILLEULS], {})
    (tmp_path / FILE).write_text(json.dumps({"a@b.example": "of before"}))
    assert Memory.of(tmp_path).passwords == {"a@b.example": "of before"}
    with pytest.raises(UnknownLycee, match="0820032P, qui n’est pas de la démonstration"):
        Memory(lycees=["0820032P"]).at_work()


async def test_what_is_no_demonstration_is_not_erased(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    for what in ("leave", "reset"):
        code, output = await run("demo", what, "--yes", "--data", str(tmp_path))
        assert (code, "rien n’a été effacé" in output) == (1, True), output
    assert (tmp_path / "postgres").exists()


async def test_real_lycees_are_opened_from_a_list_once(network: Network, tmp_path: Path) -> None:
    file = tmp_path / "lycees.csv"
    file.write_text(LIST.format("0829022L;Lycée du Canal;82033"))
    first = await open_all(network.settings, file)
    again = await open_all(network.settings, file)
    assert first == "Lycée 0829021K ouvert.\nLycée 0829022L ouvert."
    assert again.count("était déjà ouvert") == 2


async def test_a_list_with_a_wrong_line_opens_nothing(network: Network, tmp_path: Path) -> None:
    file = tmp_path / "lycees.csv"
    file.write_text(LIST.format("0829022A;Lycée du Canal;82033\n0829022L;Lycée du Port;Atlantide"))
    with pytest.raises(ValueError, match=r"Ligne 4.*\n.*Ligne 5"):
        await open_all(network.settings, file)
    file.write_text(LIST.format(""))
    assert await open_all(network.settings, file) == "Lycée 0829021K ouvert."
