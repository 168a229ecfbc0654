"""Lists imported from the command line: seen first, confirmed, and by the rules of the pages."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from deploy.accounts import accounts
from deploy.accounts.accounts import NewAccount
from deploy.imports.classes import ClassList
from deploy.imports.companies import CompaniesList
from deploy.imports.lists import Watch
from services.chassis.base.errors import PasserelleError
from services.chassis.base.settings import Settings
from tests.partnerships.files import FULL, bomb, csv_of
from tests.support.network import Network
from tests.support.processes import run
from tests.support.services import ServiceDatabases

HERE, ELSEWHERE = "0829001N", "0829002P"
BUREAU, HEAD = "bureau@lycee.example", "direction@lycee.example"
BAD = ("Scierie", "73282932000075")


@pytest_asyncio.fixture
async def settings(network: Network) -> AsyncIterator[Settings]:
    """A lycée with its bureau and its head."""
    await accounts.open_lycee(network.settings, HERE, "Lycée des Tilleuls", "82121")
    for mail, role in ((BUREAU, "rbde"), (HEAD, "head")):
        await accounts.add(
            network.settings, NewAccount(mail, "Camille", role, [HERE], "un long mot de passe")
        )
    yield network.settings


def saved(folder: Path, content: bytes) -> Path:
    path = folder / "liste.csv"
    path.write_bytes(content)
    return path


async def rows(databases: ServiceDatabases, service: str, table: str) -> int:
    superuser = await databases.superuser(service)
    count: int = await superuser.fetchval(f"SELECT count(*) FROM {table}")
    await superuser.close()
    return count


async def test_companies_are_seen_first_then_recorded(
    settings: Settings, service_databases: ServiceDatabases, tmp_path: Path
) -> None:
    wanted = CompaniesList(settings, saved(tmp_path, csv_of(FULL, BAD)), HERE, BUREAU)

    told = await wanted.look()
    assert "2 lignes lues. Rien n’est encore enregistré." in told
    assert "À créer\u202f: 1" in told
    assert "À décider\u202f: 1" in told
    assert "sa clé est fausse" in (wanted.rejects() or b"").decode("utf-8-sig")
    # The registry's own nights are planned whether or not somebody imports.
    for table in ("companies", "imports", "import_files", "due_work WHERE job LIKE '%import'"):
        assert await rows(service_databases, "partnerships", table) == 0, table

    done = await wanted.record(Watch(print))
    assert "Import terminé." in done.told
    assert await rows(service_databases, "partnerships", "companies") == 1


async def test_a_class_list_is_seen_first_and_no_name_is_printed(
    settings: Settings, service_databases: ServiceDatabases, tmp_path: Path
) -> None:
    path = saved(tmp_path, "Nom;Prénom;Classe\nROUX;Tom;2ELEC\nVIDAL;;2ELEC\n".encode())

    with pytest.raises(ValueError, match="Quelle formation suit 2ELEC"):
        await ClassList(settings, path, HERE, None).look()

    wanted = ClassList(settings, path, HERE, None)
    assert "ROUX" not in (wanted.rejects() or b"").decode()
    assert await rows(service_databases, "internships", "pupils") == 0


@pytest.mark.parametrize(
    ("lycee", "mail", "said"),
    [
        (ELSEWHERE, None, "n’est pas ouvert"),
        (HERE, HEAD, "ne peut pas importer"),
        (HERE, "personne@lycee.example", "ne peut pas importer"),
        ("0829001X", None, "UAI"),
    ],
)
async def test_who_may_not_import_is_told_so_and_nothing_is_written(
    settings: Settings, tmp_path: Path, lycee: str, mail: str | None, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        await CompaniesList(settings, saved(tmp_path, csv_of(FULL)), lycee, mail).look()


@pytest.mark.parametrize("kind", [CompaniesList, ClassList])
async def test_a_hostile_file_is_refused_in_a_sentence(
    settings: Settings, tmp_path: Path, kind: type[CompaniesList | ClassList]
) -> None:
    with pytest.raises(PasserelleError, match="trop volumineux"):
        await kind(settings, saved(tmp_path, bomb()), HERE, None).look()
    with pytest.raises(ValueError, match="10\u00a0Mo"):
        await kind(settings, saved(tmp_path, b"a" * 50_000_000), HERE, None).look()


async def test_the_commands_are_told_in_french() -> None:
    code, told = await run("import", "companies", "--help")

    assert code == 0
    assert "Importer des entreprises" in told
