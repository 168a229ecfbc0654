"""`passerelle up` as its user meets it: it answers, it stops, it leaves nothing behind."""

import json
import re
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import httpx2
import psutil
import pytest
import pytest_asyncio

from deploy.data_folder import DataFolder
from deploy.embedded.child import ChildFailed
from deploy.embedded.ports import free_port, is_free
from deploy.embedded.postgres import EmbeddedPostgres
from deploy.no_room import is_for_want_of_room
from deploy.supervisor.uvicorn_server import listening_socket
from services.portal.attempts.model import FAILURES_PER_PAIR_MAX
from tests.journeys.people import sign_in
from tests.support.prepared import prepared
from tests.support.processes import Command, passerelle, run, start
from tests.support.servers import own_folder
from tests.support.waiting import PATIENCE_SECONDS, eventually


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    with own_folder("up") as folder:
        yield folder / "data"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def up(data: Path) -> AsyncIterator[Command]:
    """An `up` that several tests look at."""
    environment = {"PASSERELLE_TRUSTED_PROXIES": "127.0.0.1"}
    async with passerelle(
        "up", "--demo-accounts", "--data", str(data), environment=environment
    ) as command:
        await command.address()
        yield command


def all_gone(processes: list[psutil.Process]) -> bool:
    _, alive = psutil.wait_procs(processes, timeout=0)
    return not [process for process in alive if not is_zombie(process)]


def is_zombie(process: psutil.Process) -> bool:
    """Whether it ended, and only its parent's notice is missing."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


async def home_page(address: str) -> httpx2.Response:
    async with httpx2.AsyncClient(trust_env=False) as browser:
        return await browser.get(f"{address}/connexion")


async def test_it_answers_at_the_address_it_prints(up: Command) -> None:
    answer = await home_page(await up.address())
    assert answer.status_code == 200
    assert '<html lang="fr"' in answer.text


async def test_behind_a_proxy_one_who_guesses_keeps_only_themselves_waiting(up: Command) -> None:
    async with httpx2.AsyncClient(base_url=await up.address(), trust_env=False) as browser:

        async def guess(address: str) -> int:
            typed = {"mail": "personne@lycee.example", "password": "un mot de passe", "next": "/"}
            headers = {"X-Forwarded-For": address, "Sec-Fetch-Site": "same-origin"}
            return (await browser.post("/connexion", data=typed, headers=headers)).status_code

        for _ in range(FAILURES_PER_PAIR_MAX):
            await guess("192.0.2.1")
        assert (await guess("192.0.2.1"), await guess("192.0.2.2")) == (429, 401)


async def test_mails_stay_here_where_it_says(up: Command) -> None:
    mailbox = f"{await up.address()}/courriels"
    async with httpx2.AsyncClient(trust_env=False, follow_redirects=True) as browser:
        assert (await browser.get(mailbox)).status_code == 404
        answer = await browser.get(await up.mailbox())
    assert (answer.status_code, str(answer.url)) == (200, mailbox)
    assert "Ces courriels n’ont pas quitté cette machine." in answer.text


async def test_it_runs_postgres_and_nats_and_prefixes_what_they_print(up: Command) -> None:
    assert up.child_names() >= {"postgres", "nats-server"}
    assert any(line.startswith("postgres │ ") for line in up.lines)
    assert any(line.startswith("nats     │ ") for line in up.lines)


async def test_its_own_log_is_the_one_that_holds_nothing_personal(up: Command) -> None:
    await eventually(lambda: any("bus.connected" in line for line in up.lines))
    ours = [line for line in up.lines if "bus.connected" in line]
    assert all("process=up" in line for line in ours), ours


async def test_a_second_one_on_the_same_data_says_so_and_ends(up: Command, data: Path) -> None:
    address = await up.address()
    code, output = await run("up", "--data", str(data))
    assert code == 1
    assert output.splitlines()[1:] == [
        f"Passerelle tourne déjà sur les données de {data}\u202f: {address} (processus {up.pid})."
    ]
    assert (await home_page(address)).status_code == 200


async def test_secrets_are_closed_to_others(up: Command, data: Path) -> None:
    secrets = [*(data / "credentials").glob("*.json"), data / "running.json"]
    secrets.append(data / "postgres.password")
    assert len(secrets) > 4
    assert {path.stat().st_mode & 0o077 for path in secrets} == {0}


async def test_no_secret_is_in_a_command_line_or_in_a_childs_environment(
    up: Command, data: Path
) -> None:
    password = (data / "postgres.password").read_text().strip()
    for child in psutil.Process(up.pid).children():  # those of PostgreSQL come and go
        assert password not in " ".join(child.cmdline())
        assert not [key for key in child.environ() if key.startswith("PASSERELLE")]


async def test_the_doctor_finds_nothing_wrong_with_it(data: Path, up: Command) -> None:
    await up.address()

    async def well() -> bool:
        code, output = await run("doctor", "--data", str(data))
        # The disk is this machine's, and may well be full.
        wrong = [
            line for line in output.splitlines() if line.startswith("✗") and "disque" not in line
        ]
        assert code == int("✗" in output), output
        assert wrong == [], output
        assert "À compléter" not in output  # a demonstration lacks nothing
        return True

    assert await eventually(well)


async def test_what_was_recorded_is_shown_by_events_tail_and_show(data: Path, up: Command) -> None:
    code, output = await run(
        *("lycee", "add", "0829004S", "--name", "Lycée inventé", "--commune", "82121"),
        *("--data", str(data)),
    )
    assert code == 0, output
    code, output = await run("events", "tail", "--data", str(data))
    assert code == 0
    line = next(line for line in output.splitlines() if "0829004S" in line)
    assert "department.82.0829004S.portal.lycee_opened.v1" in line
    code, output = await run("events", "show", line.split()[2], "--data", str(data))
    assert code == 0
    assert "ce-type: fr.passerelle.portal.lycee_opened.v1" in output
    assert '"name": "Lycée inventé"' in output
    # Whatever the zone of the machine, the hour is that of the pages and of `doctor`.
    recorded = re.search(r"ce-time: (\S+)", output)
    assert recorded
    paris = datetime.fromisoformat(recorded[1]).astimezone(ZoneInfo("Europe/Paris"))
    assert line.startswith(f"{paris:%d/%m %H:%M:%S}")


async def test_an_account_added_by_a_script_gets_a_password_that_was_drawn(
    data: Path, up: Command
) -> None:
    arguments = ("account", "add", "ajout@dsden.example", "--name", "Sacha Lemoine")
    code, output = await run(*arguments, "--role", "supervisor", "--data", str(data))
    assert code == 0, output
    password = output.rpartition("Mot de passe\u202f: ")[2]
    async with httpx2.AsyncClient(base_url=await up.address(), trust_env=False) as browser:
        await sign_in(browser, "ajout@dsden.example", password)
    code, output = await run(*arguments, "--role", "supervisor", "--data", str(data))
    assert (code, output) == (1, "Un compte existe déjà avec cette adresse")


async def test_the_read_models_are_rebuilt_while_it_runs(data: Path, up: Command) -> None:
    code, output = await run("rebuild", "supervision", "--data", str(data))
    assert code == 0, output
    assert output.startswith("Tableaux reconstruits\u202f: ")


async def test_an_audit_of_the_department_says_at_once_that_nothing_differs(
    data: Path, up: Command
) -> None:
    await up.address()
    code, output = await run("audit", "supervision", "--data", str(data))
    assert code == 0, output
    lines = output.splitlines()
    assert len(lines) >= 6
    assert all("\u00a0: écart 0" in line for line in lines), output
    code, output = await run("audit", "supervision", "--json", "--data", str(data))
    assert code == 0, output
    differences = [one["differences"] for one in json.loads(output)["lycees"]]
    # Another lycée may have been heard meanwhile.
    assert len(differences) >= len(lines)
    assert not any(differences), differences


async def test_figures_are_told_again_and_no_company_is_missing(data: Path, up: Command) -> None:
    await up.address()
    code, output = await run("republish", "--data", str(data))
    assert code == 0, output
    assert "internships\u202f: chiffres comptés de nouveau pour " in output
    code, output = await run("missing-companies", "--data", str(data))
    assert (code, output) == (0, "Le registre a toutes les entreprises dont il a parlé.")
    code, output = await run("missing-companies", "--enter", "--yes", "--data", str(data))
    assert (code, output) == (0, "Fiches rendues\u202f: 0.")
    code, output = await run("missing-companies", "--enter", "--withdraw", "--data", str(data))
    assert (code, output) == (1, "Donnez --enter ou --withdraw, pas les deux.")


async def test_nothing_is_set_aside_at_first(data: Path, up: Command) -> None:
    assert await run("parked", "list", "--data", str(data)) == (0, "Aucun fait n’est mis de côté.")


async def test_an_operator_learns_that_nothing_runs(tmp_path: Path) -> None:
    code, output = await run("events", "tail", "--data", str(tmp_path))
    assert code == 1
    assert output.startswith("Rien ne tourne sur les données de")


async def asked_to_stop_it_leaves_no_process(
    command: Command, number: signal.Signals, page: AsyncIterator[str] | None = None
) -> None:
    address = await command.address()
    family = command.children()
    assert len(family) > 2
    assert await told_to_leave(command, page, number) == 0
    assert all_gone(family)
    assert is_free(int(address.rpartition(":")[2]))
    assert command.lines[-1] == "Passerelle est arrêté."


async def test_a_service_run_beside_it_ends_its_live_pages_when_it_is_stopped(
    up: Command, data: Path
) -> None:
    running = DataFolder(data).running()
    assert running is not None
    environment = {
        "PASSERELLE_DATABASE_PORT": str(urlsplit(running.database_url).port),
        "PASSERELLE_NATS_URL": running.nats_url,
        "PASSERELLE_CREDENTIALS": str(data / "credentials"),
        "PASSERELLE_PORTAL_URL": running.address,
    }
    async with passerelle("serve", "supervision", environment=environment) as alone:
        address = await alone.address()
        async with live_page_of_the_supervisor(up, address) as page:
            await told_to_leave(alone, page)


async def test_asked_to_stop_it_leaves_no_process_and_no_live_page_holds_it_up() -> None:
    with own_folder("stop") as folder:
        data = await prepared(folder / "data")
        async with (
            passerelle("up", "--demo-accounts", "--data", str(data)) as command,
            live_page_of_the_supervisor(command, await command.address()) as page,
        ):
            await asked_to_stop_it_leaves_no_process(command, signal.SIGTERM, page)


async def told_to_leave(
    command: Command, page: AsyncIterator[str] | None, number: signal.Signals = signal.SIGTERM
) -> int:
    """Stop it, and read an open page to its end: one that is waited for in vain is cut off."""
    command.kill(number)
    try:
        while page is not None and await anext(page, None) is not None:
            pass
    except httpx2.RemoteProtocolError as cut:
        code = await command.ended()
        raise AssertionError(f"cut off, then ended with {code}:\n{command.output}") from cut
    return await command.ended()


@asynccontextmanager
async def live_page_of_the_supervisor(
    up: Command, address: str
) -> AsyncIterator[AsyncIterator[str]]:
    """The lines of the department's page, open, and told of its first revision."""
    mail = "supervision@dsden.example"
    await eventually(lambda: mail in up.output)
    password = next(line for line in up.lines if mail in line).split()[1]
    async with httpx2.AsyncClient(
        base_url=await up.address(), trust_env=False, timeout=PATIENCE_SECONDS
    ) as browser:
        await sign_in(browser, mail, password)

        async def open_page() -> bool:
            try:
                return (await browser.get(f"{address}/departement")).status_code == 200
            except httpx2.ConnectError:  # a service of its own says where it will listen first
                return False

        await eventually(open_page)
        async with browser.stream("GET", f"{address}/departement/flux") as live:
            lines = live.aiter_lines()
            while not (await anext(lines)).startswith("id:"):
                pass
            yield lines


async def test_stopped_while_it_starts_it_leaves_no_process() -> None:
    with own_folder("stop-early") as folder:
        command = start(["up", "--data", str(folder / "data")])
        await eventually(lambda: "postgres" in command.child_names())
        family = command.children()
        command.kill(signal.SIGTERM)
        assert await command.ended() == 0
        await eventually(lambda: all_gone(family))


async def test_killed_it_takes_its_children_along_and_the_next_one_finds_its_data() -> None:
    with own_folder("kill") as folder:
        data = await prepared(folder / "data")
        first = start(["up", "--data", str(data)])
        address = await first.address()
        family = first.children()
        assert len(family) > 2
        first.kill(signal.SIGKILL)
        await first.ended()
        await eventually(lambda: all_gone(family))
        async with passerelle("up", "--data", str(data)) as second:
            assert await second.address() == address
            assert (await home_page(address)).status_code == 200
            await tells_what_it_lacks(data)


async def tells_what_it_lacks(data: Path) -> None:
    """For real work, but with no relay of mails and nobody who answers for the site."""
    _, output = await run("doctor", "--data", str(data))
    lacks = output.partition("À compléter avant que d’autres s’en servent")[2]
    assert "Donnez PASSERELLE_SMTP_HOST et PASSERELLE_MAIL_FROM" in lacks
    assert "PASSERELLE_PUBLISHER" in lacks


async def test_when_its_port_is_taken_it_takes_another_says_which_and_frees_it() -> None:
    with own_folder("port") as folder, listening_socket(0) as stranger:
        data = await prepared(folder / "data")
        taken = stranger.getsockname()[1]
        # the stranger came between two starts: held from the beginning, nobody else comes first
        DataFolder(data).ports.write_text(json.dumps({"web": taken}))
        async with passerelle("up", "--data", str(data)) as command:
            address = await command.address()
            assert urlsplit(address).port not in {None, taken}
            assert (await home_page(address)).status_code == 200
            await asked_to_stop_it_leaves_no_process(command, signal.SIGINT)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"SMTP_HOST": "smtp.example"}, "PASSERELLE_SMTP_HOST demande aussi PASSERELLE_MAIL_FROM."),
        ({"MAIL_FROM": "a..b@dsden.example"}, "PASSERELLE_MAIL_FROM : cette valeur n’a pas la"),
        (
            {"SMTP_SECURITY": "ssl"},
            "PASSERELLE_SMTP_SECURITY : choisissez parmi starttls, tls, none.",
        ),
        (
            {"SMTP_SECURITY": "none", "SMTP_USERNAME": "passerelle", "SMTP_PASSWORD": "Canari"},
            "Un mot de passe ne part pas en clair",
        ),
    ],
)
async def test_a_variable_that_is_refused_is_told_in_french(
    given: dict[str, str], told: str
) -> None:
    environment = {f"PASSERELLE_{name}": text for name, text in given.items()}
    with own_folder("refused") as folder:
        code, output = await run("up", "--data", str(folder / "data"), environment=environment)
    assert code == 1
    said = output.replace("\u00a0", " ")
    assert said.splitlines()[1].startswith("Réglages refusés")
    assert f"• {told}" in said
    assert "Traceback" not in said
    assert "Canari" not in said


async def test_a_start_on_a_full_disk_says_so_and_what_to_do() -> None:
    with own_folder("full") as folder:
        nats = folder / "data" / "nats"
        nats.mkdir(parents=True)
        # Whatever is written there meets a full disk.
        (nats / "nats-server.conf").symlink_to("/dev/full")
        code, said = await run("up", "--no-demo", "--data", str(folder / "data"))
    assert (code, "Traceback" in said) == (1, False), said
    assert f"Le disque du dossier {folder / 'data'} est plein" in said
    assert "libérez de la place" in said


@pytest.mark.parametrize("inside", [False, True], ids=["a file", "inside a file"])
async def test_a_data_folder_that_is_a_file_is_refused_in_one_line(*, inside: bool) -> None:
    with own_folder("file") as folder:
        (folder / "data").touch()
        data = folder / "data" / "inside" if inside else folder / "data"
        code, said = await run("up", "--no-demo", "--data", str(data))
        asked, told = await run("doctor", "--data", str(data))
    assert code == 1
    (line,) = said.splitlines()[1:]
    assert line.startswith(f"Le dossier des données {data} ne peut pas servir")
    assert (asked, "Rien ne tourne" in told) == (1, True), told


@pytest.mark.parametrize("command", [("up", "--no-demo"), ("migrate",)], ids=["up", "migrate"])
async def test_a_postgresql_that_is_not_there_or_refuses_is_told_without_a_trace(
    cluster: EmbeddedPostgres, command: tuple[str, ...]
) -> None:
    there = cluster.url.replace(cluster.password, "wrong")
    nobody = f"postgresql://postgres@127.0.0.1:{free_port()}/postgres"
    said = {}
    with own_folder("refused") as folder:
        where = {
            "PASSERELLE_CREDENTIALS": str(folder / "credentials"),
            "PASSERELLE_NATS_URL": "nats://127.0.0.1:1",
        }
        if command[0] == "up":
            command = (*command, "--data", str(folder / "data"))
        for url in (there, nobody):
            environment = where | {"PASSERELLE_DATABASE_URL": url}
            code, said[url] = await run(*command, environment=environment)
            assert (code, "Traceback" in said[url]) == (1, False), said[url]
    assert "refuse ce nom ou ce mot de passe" in said[there]
    assert "PostgreSQL ne répond pas" in said[nobody]


@pytest.mark.parametrize("said_by_a_server", [True, False])
def test_other_failures_are_not_taken_for_a_full_disk(*, said_by_a_server: bool) -> None:
    full = "initdb : could not write to file: No space left on device"
    assert is_for_want_of_room(ChildFailed(full if said_by_a_server else "")) is said_by_a_server
    assert not is_for_want_of_room(PermissionError(13, "Permission denied"))


async def test_a_port_that_was_asked_and_is_taken_is_refused_in_one_line() -> None:
    with own_folder("asked") as folder, socket.create_server(("127.0.0.1", 0)) as stranger:
        port = stranger.getsockname()[1]
        code, output = await run("up", "--data", str(folder / "data"), "--port", str(port))
    assert code == 1
    assert output.splitlines()[1:] == [f"Le port {port} est déjà pris."]
