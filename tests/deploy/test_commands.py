"""`passerelle import …`, `erase …` and `purge` as an operator types them, beside a running `up`."""

import errno
import json
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
import nats.errors
import pytest
import pytest_asyncio
from sqlalchemy import text

from contracts.identifiers import Mef, PublicText, SchoolYear, Uai
from contracts.partnerships.companies import Diffusion, LegalForm
from deploy.commands.command_line import told_of_trouble
from deploy.demo.lycees import TILLEULS
from deploy.operations.units import units_of
from deploy.operations.where import settings_for
from services.chassis.database.provisioning import DatabaseTooOld
from services.chassis.nats.refusals import ServerTooOld
from services.chassis.privacy.retention.purge import proofs
from services.chassis.reference.nomenclatures import communes
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.internships.formations.commands import open_formation
from services.internships.pupils.queries import read_pupil, read_pupils_by_class
from services.internships.roster_files.model.file import RosterRow
from services.internships.rosters.commands import import_roster
from services.partnerships.cards.queries import read_company
from services.partnerships.companies.commands import correct_company
from services.partnerships.companies.store.companies import Companies
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.duplicates.commands import register_company
from services.partnerships.exchanges.commands import log_interaction
from services.partnerships.import_desk.queries import (
    ImportCard,
    read_import_card,
    read_latest_imports,
)
from services.supervision.rebuild import FRESH, RebuildRunning
from tests.partnerships.world import company, exchange, site
from tests.support.prepared import prepared
from tests.support.processes import Command, passerelle, run
from tests.support.servers import own_folder
from tests.support.waiting import eventually

pytestmark = pytest.mark.early

HERE = ("--lycee", str(TILLEULS.uai))
HEADINGS = "Raison sociale;Commune;SIRET"
BAD = "Carrelage Lère;Moissac;73282932000075"
LONG = 2_000
FORMATION = TILLEULS.classes[1]
DONE, REFUSED, WRONG, NOT_CONFIRMED, SOME_REJECTED, INTERRUPTED = 0, 1, 2, 3, 4, 130


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def data() -> AsyncIterator[Path]:
    """The data of an `up` that runs."""
    with own_folder("import-command") as folder:
        path = await prepared(folder / "data")
        async with passerelle("up", "--demo-accounts", "--data", str(path)) as command:
            await command.ready()
            yield path


def saved(folder: Path, *lines: str) -> Path:
    path = folder / "liste.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def long_list(folder: Path, name: str) -> Path:
    return saved(folder, HEADINGS, *(f"{name} {n:04d};Moissac;" for n in range(LONG)))


def asked(kind: str, file: Path, data: Path, *more: str) -> tuple[str, ...]:
    return ("import", kind, str(file), *HERE, "--data", str(data), *more)


async def latest(data: Path) -> ImportCard | None:
    """The import that was begun last, as its page shows it."""
    scope = Scope(frozenset({TILLEULS.uai}))
    async with units_of(settings_for(data), "partnerships") as units, units.begin(scope) as uow:
        found = await read_latest_imports(uow)
        return await read_import_card(uow, found[0][0].id) if found else None


@asynccontextmanager
async def a_colleague_registers(data: Path) -> AsyncIterator[Callable[[int], Awaitable[bool]]]:
    """A company is being registered, and no part of an import ends before; tells how many wait."""
    scope = Scope(frozenset({TILLEULS.uai}))
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    async with units_of(settings_for(data), "partnerships") as units, units.begin(scope) as uow:
        await Companies(uow).lock_registration()

        async def others_wait(count: int) -> bool:
            await uow.execute(text("SELECT pg_stat_clear_snapshot()"))
            return bool((await uow.execute(waiting)).scalar_one() == count)

        yield others_wait


def told_how_far(command: Command) -> bool:
    return "lignes sur" in command.output


@pytest.mark.parametrize("answer", ["n\n", "\n", "peut-être\n", ""])
async def test_nothing_is_recorded_without_a_yes(data: Path, tmp_path: Path, answer: str) -> None:
    before = await latest(data)
    file = saved(tmp_path, HEADINGS, "Bois Vert;Moissac;")

    code, told = await run(*asked("companies", file, data), typed=answer)

    assert code == NOT_CONFIRMED
    assert "Importer\u202f? [o/N]" in told
    assert "Rien n’a été enregistré." in told
    assert await latest(data) == before


async def test_a_yes_in_french_records_what_was_shown(data: Path, tmp_path: Path) -> None:
    file = saved(tmp_path, HEADINGS, "Bois Vert;Moissac;", "Bois Vert;Moissac;")

    code, told = await run(*asked("companies", file, data), typed="oui\n")

    assert code == DONE, told
    assert "Commune → Commune, SIRET → SIRET" in told
    assert "À créer\u202f: 1" in told
    assert "Doublons\u202f: 1" in told
    assert "2 lignes sur 2" in told
    assert "Import terminé." in told
    card = await latest(data)
    assert card is not None
    assert card.about.status == "completed"
    assert f"/entreprises/import/{card.about.id}" in told


async def test_rejected_lines_are_written_where_it_was_asked_and_told_by_the_exit_code(
    data: Path, tmp_path: Path
) -> None:
    file, rejects = saved(tmp_path, HEADINGS, "Parquets Verdier;Moissac;", BAD), tmp_path / "r.csv"

    code, told = await run(*asked("companies", file, data, "--yes", "--rejects", str(rejects)))

    assert code == SOME_REJECTED, told
    assert "Créées\u202f: 1" in told
    assert f"avec le motif\u202f: {rejects}" in told.replace("\n", "")
    assert "sa clé est fausse" in rejects.read_text("utf-8-sig")
    assert not (tmp_path / "liste-rejets.csv").exists()


async def test_rejected_lines_are_written_beside_the_file_by_default(
    data: Path, tmp_path: Path
) -> None:
    file = saved(tmp_path, HEADINGS, BAD)

    code, told = await run(*asked("companies", file, data, "--yes"))

    assert code == SOME_REJECTED
    assert "Aucune ligne n’apporte rien de nouveau" in told
    assert "Carrelage Lère" in (tmp_path / "liste-rejets.csv").read_text("utf-8-sig")


async def test_what_cannot_be_done_is_said_and_nothing_is_recorded(
    data: Path, tmp_path: Path
) -> None:
    before = await latest(data)
    file, nowhere = saved(tmp_path, HEADINGS, BAD), tmp_path / "nulle-part" / "r.csv"
    unclear = tmp_path / "floue.csv"
    unclear.write_text("Chose;Machin\na;b")
    for arguments, expected, sentence in (
        (("companies", file, data, "--rejects", str(nowhere)), REFUSED, "ne peuvent pas être"),
        (("companies", tmp_path / "absente.csv", data), REFUSED, "n’existe pas"),
        (("companies", unclear, data), REFUSED, "depuis la page"),
        (("companies", file, data, "--inconnue"), WRONG, "--inconnue"),
        (
            ("companies", file, data, "--as", "bureau@vieux-pont.example"),
            REFUSED,
            "ne peut pas importer pour le lycée",
        ),
    ):
        code, told = await run(*asked(*arguments), typed="oui\n")
        assert (code, sentence in " ".join(told.split())) == (expected, True), told
    assert await latest(data) == before


async def test_an_import_stopped_by_ctrl_c_is_stopped_and_says_so(
    data: Path, tmp_path: Path
) -> None:
    file = long_list(tmp_path, "Atelier")
    async with AsyncExitStack() as stack:
        async with a_colleague_registers(data) as others_wait:
            importing = passerelle(*asked("companies", file, data, "--yes"))
            command = await stack.enter_async_context(importing)
            await eventually(partial(others_wait, 1))
            command.kill(signal.SIGINT)
            # The first part is not over: the service finds the stop before it goes on with the next.
            await eventually(partial(others_wait, 2))
        code = await command.ended()

    card = await latest(data)
    assert card is not None
    assert (code, card.about.status) == (INTERRUPTED, "stopped"), command.output
    assert 0 < card.done < card.total == LONG
    assert "Import interrompu\u202f: " in command.output
    assert f"/entreprises/import/{card.about.id}" in command.output


async def test_who_insists_does_not_wait_for_the_part_under_way(data: Path, tmp_path: Path) -> None:
    file = long_list(tmp_path, "Scierie")
    async with (
        a_colleague_registers(data) as others_wait,
        passerelle(*asked("companies", file, data, "--yes")) as command,
    ):
        await eventually(partial(others_wait, 1))
        command.kill(signal.SIGINT)
        await eventually(partial(others_wait, 2))
        command.kill(signal.SIGINT)
        code = await command.ended()

    assert code == INTERRUPTED, command.output
    assert "La commande s’arrête sans attendre." in command.output
    assert "Traceback" not in command.output
    card = await latest(data)
    assert card is not None
    assert card.done == 0, "the part under way was not whole: nothing of it is there"


async def test_an_import_whose_command_is_killed_is_finished_by_the_service(
    data: Path, tmp_path: Path
) -> None:
    file = long_list(tmp_path, "Garage")
    async with passerelle(*asked("companies", file, data, "--yes")) as command:
        await eventually(lambda: told_how_far(command))
        command.kill(signal.SIGKILL)
        await command.ended()

    async def finished() -> bool:
        card = await latest(data)
        return card is not None and (card.about.status, card.done) == ("completed", LONG)

    await eventually(finished)


async def test_a_class_list_is_imported_and_names_nobody(data: Path, tmp_path: Path) -> None:
    label = FORMATION.class_label
    file = saved(tmp_path, "Nom;Prénom;Classe", f"ROUX;Tom;{label}", f"COSTES;Inès;{label}")
    follows = ("--formation", f"{label}={FORMATION.mef}")

    code, told = await run(*asked("classes", file, data, *follows, "--yes"))
    assert code == DONE, told
    assert "À créer\u202f: 2" in told
    assert "Élèves ajoutés\u202f: 2." in told
    assert "ROUX" not in told
    assert "Inès" not in told

    code, told = await run(*asked("classes", file, data, "--yes"))
    assert code == DONE, "the class is known by now"
    assert "Aucune ligne n’apporte rien de nouveau" in told


async def test_pupils_that_cannot_be_read_are_told_by_their_line_alone(
    data: Path, tmp_path: Path
) -> None:
    label = FORMATION.class_label
    file = saved(tmp_path, "Nom;Prénom;Classe", f"ABADIE;Zoé;{label}", f"VIDAL;;{label}")
    follows = ("--formation", f"{label}={FORMATION.mef}")

    code, told = await run(*asked("classes", file, data, *follows, "--yes"))

    assert code == SOME_REJECTED, told
    assert "Élèves ajoutés\u202f: 1." in told
    assert "VIDAL" not in told + (tmp_path / "liste-rejets.csv").read_text("utf-8-sig")


async def test_a_newer_official_list_is_given_shown_and_taken_back(
    data: Path, tmp_path: Path
) -> None:
    async def reference(*arguments: str) -> tuple[int, str]:
        code, told = await run("reference", *arguments, "--data", str(data))
        return code, " ".join(told.split())

    _, at_first = await reference("show")
    assert "Communes : 195 dans le département. Livrée avec Passerelle." in at_first
    wrong = saved(tmp_path, "COM,LIBELLE", "82121,Montauban")
    code, told = await reference("import", str(wrong))
    assert (code, "il est incomplet. Rien n’a été changé." in told) == (REFUSED, True), told
    assert await reference("show") == (DONE, at_first)
    code, told = await reference("import", str(tmp_path / "absente.csv"))
    assert (code, "Traceback" in told) == (REFUSED, False), told

    newer = {**communes(), "82112": "Moissac-la-Neuve", "82999": "Neuville", "47001": "Agen"}
    lines = (f"COM,{code},{name}" for code, name in newer.items() if code != "82001")
    file = saved(tmp_path, "TYPECOM,COM,LIBELLE", *lines)
    code, told = await reference("import", str(file))
    assert code == DONE, told
    assert "Communes : 195 dans le département, 2 ailleurs ; 1 en plus, dont 82999 Neuville" in told
    assert "1 en moins, dont 82001 Albefeuille-Lagarde ; 1 changée de libellé." in told
    _, told = await reference("show")
    assert "D’après liste.csv, donné le " in told

    code, told = await reference("forget", "communes")
    assert (code, "sert de nouveau" in told) == (DONE, True), told
    assert await reference("show") == (DONE, at_first)
    code, told = await reference("forget", "villes")
    assert (code, "communes, codes-postaux, naf" in told) == (REFUSED, True), told


async def test_outlines_given_to_an_installation_tell_where_every_commune_is(
    data: Path, tmp_path: Path
) -> None:
    def outline(code: str, name: str, lon: float, lat: float) -> dict[str, Any]:
        ring = [[lon, lat], [lon + 0.1, lat], [lon + 0.1, lat + 0.1], [lon, lat]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        return {"type": "Feature", "properties": {"code": code, "nom": name}, "geometry": geometry}

    square = [
        outline("82003", "Angeville", 1.2, 44.1),
        outline("47001", "Agen", 0.6, 44.2),
    ]
    file = tmp_path / "communes.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": square}))
    _, before = await run("reference", "show", "--data", str(data))

    code, told = await run("geo", "import", str(file), "--data", str(data))

    told = " ".join(told.split())
    assert code == DONE, told
    assert "1 commune a son contour" in told
    assert "Les distances sont dites pour 2 communes, dont 1 d’un autre département." in told
    _, after = await run("reference", "show", "--data", str(data))
    assert "Lieux des communes : 83 du département, 0 ailleurs." in " ".join(before.split())
    assert "Lieux des communes : 84 du département, 1 ailleurs. D’après communes.geojson" in (
        " ".join(after.split())
    )
    code, told = await run("reference", "forget", "lieux", "--data", str(data))
    assert (code, "sert de nouveau" in " ".join(told.split())) == (DONE, True), told


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (RebuildRunning(), "déjà en cours"),
        (OSError(errno.ENOSPC, "No space left on device"), "libérez-en"),
        (MemoryError(), "libérez-en"),
        (asyncpg.ConnectionDoesNotExistError("gone"), "PostgreSQL ne répond pas"),
        (asyncpg.InvalidPasswordError("no"), "refuse ce nom ou ce mot de passe"),
        (nats.errors.NoServersError(), "NATS ne répond pas"),
        (ServerTooOld("2.10.27"), "nats-server 2.12 ou plus récent"),
        (DatabaseTooOld("14.9"), "PostgreSQL 15 ou plus récent"),
        (KeyError("a bug"), None),
    ],
    ids=repr,
)
def test_what_goes_wrong_around_a_command_is_a_sentence(
    failure: Exception, said: str | None
) -> None:
    told = told_of_trouble(failure)
    assert told is None if said is None else said in str(told)


async def test_a_second_rebuild_at_once_is_told_and_not_traced(data: Path) -> None:
    settings = settings_for(data)
    assert settings.database_url is not None
    url = settings.database_url.get_secret_value().rsplit("/", 1)[0]
    other = await asyncpg.connect(f"{url}/{settings.database_name('supervision')}")
    try:
        await other.execute(f"SELECT pg_advisory_lock(hashtext('{FRESH}'))")
        code, told = await run("rebuild", "supervision", "--data", str(data))
    finally:
        await other.close()
    assert (code, "déjà en cours" in told, "Traceback" in told) == (REFUSED, True, False), told


HEAD, BUREAU = "direction@tilleuls.example", "bureau@tilleuls.example"
ERASED = "Effacé. Les autres services effacent leurs copies dans la minute."
R = TypeVar("R")


async def at(data: Path, service: str, work: Callable[[UnitOfWork], Awaitable[R]]) -> R:
    """Do something in the lycée of the commands, as one of its pages would."""
    uai = Uai(TILLEULS.uai)
    async with (
        units_of(settings_for(data), service) as units,
        units.begin(Scope(frozenset({uai})), uai=uai) as uow,
    ):
        return await work(uow)


async def a_pupil(data: Path, year: SchoolYear, mef: str) -> UUID:
    async def work(uow: UnitOfWork) -> UUID:
        formation = await open_formation(
            uow, mef=Mef(mef), label=PublicText("Bac pro Commande"), now=uow.now
        )
        await import_roster(
            uow,
            rows=[RosterRow(2, "ZACHARIE", "Ondine", "1CMD")],
            formations={"1cmd": formation},
            decisions={},
            school_year=year,
            now=uow.now,
        )
        groups = await read_pupils_by_class(uow, uow.scope.uais, year)
        # Others were imported by the commands of other files, on the same installation.
        [pupil] = [one for _, pupils in groups for one in pupils if one.name == "ZACHARIE Ondine"]
        return pupil.id

    return await at(data, "internships", work)


async def name_of(data: Path, pupil: UUID) -> str:
    return (await at(data, "internships", lambda uow: read_pupil(uow, pupil))).name


async def test_a_pupil_is_erased_by_a_command_in_the_name_of_the_head_alone(data: Path) -> None:
    pupil = await a_pupil(data, SchoolYear.of(datetime.now(UTC).date()), "2473121411")
    asked_by = ("erase", "pupil", str(pupil), *HERE, "--data", str(data), "--as")

    code, told = await run(*asked_by, BUREAU, typed="oui\n")
    assert (code, "Effacer" in told) == (REFUSED, False), told
    code, told = await run(*asked_by, HEAD, typed="\n")
    assert (code, "Rien n’a été effacé." in told) == (NOT_CONFIRMED, True), told
    assert "le nom, pour 1\u00a0année scolaire" in told
    assert await name_of(data, pupil) == "ZACHARIE Ondine"

    code, told = await run(*asked_by, HEAD, typed="oui\n")
    assert (code, ERASED in told) == (DONE, True), told
    assert await name_of(data, pupil) == "Élève effacé"
    code, told = await run(*asked_by, HEAD, "--yes")
    assert code == REFUSED, told
    assert "Traceback" not in told


async def test_a_contact_and_a_trader_are_erased_and_what_to_redact_is_told(data: Path) -> None:
    async def work(uow: UnitOfWork) -> tuple[UUID, UUID]:
        details = company("Ferronnerie Ondine")
        trader = await register_company(uow, details=details, main=site(), now=uow.now)
        card = (await read_company(uow, trader)).company
        # Its name was told to the network before somebody saw that it is a person's.
        one = replace(details, legal_form=LegalForm.SOLE_TRADER, diffusion=Diffusion.PARTIAL)
        await correct_company(uow, company_id=trader, version=1, details=one, now=uow.now)
        await log_interaction(
            uow, company_id=trader, site_id=None, exchange=exchange(), now=uow.now
        )
        contact = await add_contact(
            uow,
            company_id=trader,
            site_id=card.sites[0].id,
            details=ContactDetails(name="Ondine Zacharie"),
        )
        return trader, contact

    trader, contact = await at(data, "partnerships", work)

    code, told = await run(
        *("erase", "contact", str(contact), *HERE, "--as", BUREAU, "--data", str(data), "--yes")
    )
    assert (code, ERASED in told) == (DONE, True), told
    assert "la fiche du contact" in told

    code, told = await run(
        *("erase", "company", str(trader), *HERE, "--as", HEAD, "--data", str(data), "--yes")
    )
    assert (code, ERASED in told) == (DONE, True), told
    event_id = told.partition("passerelle redact ")[2].split()[0]
    code, shown = await run("events", "show", event_id, "--data", str(data))
    assert (code, "company_registered" in shown) == (DONE, True), shown
    left = await at(data, "partnerships", lambda uow: read_company(uow, trader))
    assert ("Ondine" in left.company.details.name, left.contacts) == (False, [])


async def test_a_purge_is_shown_first_then_leaves_its_proof(data: Path) -> None:
    pupil = await a_pupil(data, SchoolYear("2023-2024"), "2473300111")
    asked_for = ("purge", *HERE, "--data", str(data), "--as")

    code, told = await run(*asked_for, BUREAU, "--dry-run")
    assert code == REFUSED, told
    code, told = await run(*asked_for, HEAD, "--dry-run")
    assert code == DONE, told
    assert "Suivi des PFMP, Noms des élèves\u00a0: 1 (" in told.replace("\n", " ")
    assert "Rien n’a été purgé." in told
    code, told = await run(*asked_for, HEAD, typed="non\n")
    assert (code, "Rien n’a été purgé." in told) == (NOT_CONFIRMED, True), told
    assert await name_of(data, pupil) == "ZACHARIE Ondine"

    code, told = await run(*asked_for, HEAD, typed="oui\n")
    assert code == DONE, told
    assert "Suivi des PFMP, Noms des élèves\u00a0: 1" in told.partition("la preuve")[2]
    assert await name_of(data, pupil) == "Élève effacé"
    [proof] = await at(data, "internships", proofs)
    assert (proof.rule, proof.removed, proof.uai) == ("pupils", 1, str(TILLEULS.uai))
    assert proof.account_id is not None
    code, told = await run(*asked_for, HEAD, "--yes")
    assert (code, "Rien n’a été purgé." in told) == (DONE, True), told
