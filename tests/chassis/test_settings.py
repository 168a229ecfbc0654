"""Settings, secrets, failpoints: what a process reads when it starts."""

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import nkeys
import pytest
from pydantic import ValidationError

from services.chassis.base import failpoints
from services.chassis.base.failpoints import (
    FAILPOINTS,
    FailpointReached,
    FailpointUnknown,
    failpoint,
)
from services.chassis.base.identity import Role
from services.chassis.base.settings import Settings
from services.chassis.database.provisioning import scram_verifier
from services.chassis.security.credentials import (
    CredentialsExposed,
    CredentialsMissing,
    OperatorCredentials,
    ServiceCredentials,
    create_missing,
)


class TestSettings:
    def test_roles_that_must_have_a_second_factor_are_named_between_commas(self) -> None:
        settings = Settings(second_factor_for=" operator, head,")
        assert settings.second_factor_roles == {Role.OPERATOR, Role.HEAD}
        assert Settings().second_factor_roles == frozenset()
        with pytest.raises(ValidationError, match="Rôle inconnu\u202f: chef"):
            Settings(second_factor_for="chef")

    @pytest.mark.parametrize(
        ("department", "begins"), [("82", "0829999"), ("2A", "6209999"), ("974", "9749999")]
    )
    def test_who_works_for_no_lycee_speaks_for_a_number_that_is_nobodys(
        self, department: str, begins: str
    ) -> None:
        settings = Settings(department=department)

        assert settings.department_uai.startswith(begins)
        assert Settings(dsden_uai=" 0820032p ").department_uai == "0820032P"

    def test_a_number_of_the_dsden_that_does_not_exist_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="lettre finale"):
            Settings(dsden_uai="0820032A")

    def test_they_come_from_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PASSERELLE_DEPARTMENT", "2A")
        monkeypatch.setenv(
            "PASSERELLE_DATABASE_URL", "postgresql://admin:secret@db.example:6543/postgres"
        )
        settings = Settings()
        assert settings.department == "2A"
        assert (settings.database_host, settings.database_port) == ("db.example", 6543)
        assert settings.database_name("internships") == "passerelle_internships"

    def test_the_administrators_password_is_not_shown(self) -> None:
        settings = Settings(database_url="postgresql://admin:hush@127.0.0.1/postgres")
        assert "hush" not in repr(settings)
        assert "hush" not in settings.model_dump_json()

    @pytest.mark.parametrize("value", ["8", "982", "AB", "82; DROP"])
    def test_a_department_is_a_code(self, value: str) -> None:
        with pytest.raises(ValidationError):
            Settings(department=value)

    def test_a_prefix_goes_into_names_of_databases(self) -> None:
        with pytest.raises(ValidationError):
            Settings(database_prefix='x"; DROP DATABASE y; --')


class TestCredentials:
    def test_each_service_gets_secrets_of_its_own_that_stay(self, tmp_path: Path) -> None:
        create_missing(tmp_path, ["internships", "portal"])
        first = ServiceCredentials.load(tmp_path, "internships")
        other = ServiceCredentials.load(tmp_path, "portal")
        secrets = {first.app_password, first.relay_password, first.reader_password, first.nats_seed}
        secrets |= {
            other.app_password,
            other.relay_password,
            other.reader_password,
            other.nats_seed,
        }
        assert len(secrets) == 8

        operator = OperatorCredentials.load(tmp_path)
        create_missing(tmp_path, ["internships", "portal", "supervision"])
        assert ServiceCredentials.load(tmp_path, "internships") == first
        later = OperatorCredentials.load(tmp_path)
        assert later.nats_seed == operator.nats_seed
        assert later.owner_passwords.items() >= operator.owner_passwords.items()
        assert set(later.owner_passwords) == {"internships", "portal", "supervision"}

    def test_files_are_readable_by_their_owner_alone(self, tmp_path: Path) -> None:
        create_missing(tmp_path, ["portal"])
        for path in tmp_path.iterdir():
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
        (tmp_path / "portal.json").chmod(0o640)
        with pytest.raises(CredentialsExposed):
            ServiceCredentials.load(tmp_path, "portal")

    def test_a_service_without_a_file_says_so(self, tmp_path: Path) -> None:
        with pytest.raises(CredentialsMissing):
            ServiceCredentials.load(tmp_path, "portal")

    def test_secrets_are_not_shown(self, tmp_path: Path) -> None:
        create_missing(tmp_path, ["portal"])
        shown = repr(ServiceCredentials.load(tmp_path, "portal")) + repr(
            OperatorCredentials.load(tmp_path)
        )
        for path in tmp_path.iterdir():
            for secret in _texts(json.loads(path.read_text())):
                assert len(secret) < 20 or secret not in shown

    def test_a_file_of_an_older_version_gets_what_it_lacks(self, tmp_path: Path) -> None:
        create_missing(tmp_path, ["portal"])
        path = tmp_path / "portal.json"
        before = json.loads(path.read_text())
        path.write_text(json.dumps({k: v for k, v in before.items() if k != "link_key"}))
        with pytest.raises(CredentialsMissing):
            ServiceCredentials.load(tmp_path, "portal")
        create_missing(tmp_path, ["portal"])
        after = json.loads(path.read_text())
        assert after.pop("link_key") != before.pop("link_key")
        assert after == before
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def test_the_public_key_is_that_of_the_seed(self, tmp_path: Path) -> None:
        create_missing(tmp_path, ["portal"])
        credentials = ServiceCredentials.load(tmp_path, "portal")
        assert credentials.nats_public_key.startswith("U")
        assert (
            nkeys.from_seed(bytearray(credentials.nats_seed.encode())).public_key.decode()
            == credentials.nats_public_key
        )


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    return [value] if isinstance(value, str) else []


class TestScram:
    async def test_the_server_accepts_the_password_and_never_saw_it(
        self, superuser: asyncpg.Connection, migrated: Settings
    ) -> None:
        await superuser.execute(f"CREATE ROLE one LOGIN PASSWORD '{scram_verifier('ça-va')}'")
        try:
            address = f"postgresql://one@127.0.0.1:{migrated.database_port}/postgres"
            connection = await asyncpg.connect(address, password="ça-va")
            await connection.close()
            with pytest.raises(asyncpg.InvalidPasswordError):
                await asyncpg.connect(address, password="ca-va")
        finally:
            await superuser.execute("DROP ROLE one")


class TestFailpoints:
    @pytest.fixture(autouse=True)
    def disarmed(self) -> Iterator[None]:
        yield
        failpoints.arm("")

    def test_unarmed_they_do_nothing(self) -> None:
        for name in FAILPOINTS:
            failpoint(name)

    def test_the_chosen_passage_raises(self) -> None:
        failpoints.arm("relay.before_mark=raise@3,relay.after_mark=raise@1")
        failpoint("relay.before_mark")
        failpoint("relay.before_mark")
        with pytest.raises(FailpointReached):
            failpoint("relay.before_mark")
        failpoint("relay.before_mark")
        with pytest.raises(FailpointReached):
            failpoint("relay.after_mark")

    @pytest.mark.parametrize(
        "text",
        [
            "relay.never=kill@1",
            "relay.before_mark=stop@1",
            "relay.before_mark=kill@x",
            "relay.before_mark",
        ],
    )
    def test_what_does_not_exist_is_refused(self, text: str) -> None:
        with pytest.raises(FailpointUnknown):
            failpoints.arm(text)

    def test_a_name_that_is_not_listed_is_refused(self) -> None:
        with pytest.raises(FailpointUnknown):
            failpoint("relay.never")

    def test_kill_is_a_kill(self) -> None:
        program = (
            "from services.chassis.base.failpoints import failpoint; failpoint('relay.before_mark')"
        )
        environment = {**os.environ, "PASSERELLE_FAILPOINTS": "relay.before_mark=kill@1"}
        done = subprocess.run([sys.executable, "-c", program], env=environment, check=False)
        assert done.returncode == -signal.SIGKILL
