"""The demonstration: invented, plausible, the same each time, and gone when it is left."""

import re
import signal
from datetime import date
from pathlib import Path

import httpx2
import pytest
from stdnum import luhn

from deploy.demo.calendar import Calendar
from deploy.demo.companies import COMPANIES, all_companies
from deploy.demo.fates import Move, fates
from deploy.demo.lycees import ACCOUNTS, LYCEES
from deploy.demo.pupils import class_list
from deploy.operations.first_lycees import open_all
from services.chassis.identity import Role
from services.chassis.nomenclatures import activities, communes
from tests.journeys.people import sign_in
from tests.support.network import Network
from tests.support.pages import Page
from tests.support.processes import Command, passerelle, run
from tests.support.servers import own_folder
from tests.support.waiting import eventually

BANNER = "données inventées"
BUREAU = "bureau@tilleuls.example"
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


async def loaded(up: Command) -> None:
    await eventually(lambda: "tout est chargé" in up.output, within_seconds=150)


async def visit(up: Command, mail: str, *paths: str) -> list[Page]:
    found = re.search(rf"^\s*{re.escape(mail)}\s+(\S+)", up.output, re.MULTILINE)
    assert found, up.output
    async with httpx2.AsyncClient(base_url=await up.address(), trust_env=False) as browser:
        visitor = await sign_in(browser, mail, found[1])
        return [await visitor.get(path) for path in paths]


async def test_killed_while_it_loads_it_goes_on_and_is_left_behind_for_real_work() -> None:
    with own_folder("demo") as folder:
        arguments = ("up", "--demo", "--data", str(folder / "data"))
        async with passerelle(*arguments) as up:
            await up.address()
            # People are in before it is all there.
            (home,) = await visit(up, BUREAU, "/")
            assert BANNER in home.text
            await eventually(lambda: "60\u202f%" in up.output, within_seconds=120)
            up.kill(signal.SIGKILL)
            await up.ended()
        async with passerelle(*arguments) as up:
            await up.address()
            await loaded(up)
            companies, periods = await visit(up, BUREAU, "/entreprises", "/pfmp")
            assert "Tout le registre" in companies.text
            assert "PFMP" in periods.text
            code, output = await run("demo", "leave", "--yes", "--data", str(folder / "data"))
            assert (code, "tourne déjà" in output) == (1, True), output
        code, output = await run("demo", "leave", "--yes", "--data", str(folder / "data"))
        assert code == 0, output
        async with passerelle(*arguments) as up:
            address = await up.address()
            assert "la démonstration n’est pas chargée" in up.output
            async with httpx2.AsyncClient(trust_env=False) as browser:
                assert BANNER not in (await browser.get(f"{address}/connexion")).text


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
