"""What a command loads: no page, and no library that few of them need."""

import subprocess
import sys

from tests.support.forked import own_environment

NOT_BY_A_COMMAND = {
    *("aiosmtpd", "aiosmtplib", "alembic", "argon2", "faststream", "icalendar", "jinja2", "mjml"),
    *("opentelemetry.sdk", "pwdlib", "pyrage", "segno", "typst", "uvicorn", "xlsxwriter"),
}
"""What one page, one kind of file or one moment of a service needs."""
NOT_BY_HELP = NOT_BY_A_COMMAND | {
    *("asyncpg", "fastapi", "httpx2", "nats", "phonenumbers", "pydantic", "services", "sqlalchemy"),
}
SERVICES = "import deploy.services"
HELP = """
import sys
from contextlib import suppress
from deploy.cli import main
sys.argv = ["passerelle", "--help"]
with suppress(SystemExit):
    main()
"""
PAGES = """
from deploy.services import SERVICES
for service in SERVICES:
    service.routers()
"""
PAGES_LOADED = """
import deploy.services, sys
print(*(name for name in sys.modules if name.startswith("services.") and ".pages" in name))
"""
TABLES_OF_PAGES = """
from deploy.services import SERVICES
def tables():
    return {f"{one.name}.{table}" for one in SERVICES for table in one.metadata.tables}
before = tables()
for service in SERVICES:
    service.routers()
print(*(tables() - before))
"""


def loaded_by(code: str) -> set[str]:
    """The modules a process has loaded that ran this."""
    said = run(f"{code}\nimport sys\nprint('\\n' + ' '.join(sys.modules))")
    return set(said.splitlines()[-1].split())


def run(code: str) -> str:
    environment = own_environment()
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, capture_output=True, text=True, check=True, env=environment
    ).stdout


def test_help_loads_no_service_and_no_heavy_library() -> None:
    assert loaded_by(HELP) & NOT_BY_HELP == set()


def test_a_command_loads_no_library_that_few_of_them_need() -> None:
    assert loaded_by(SERVICES) & NOT_BY_A_COMMAND == set()


def test_what_makes_documents_and_workbooks_is_loaded_in_their_own_processes_alone() -> None:
    assert loaded_by(PAGES) & {"typst", "xlsxwriter"} == set()


def test_a_command_loads_no_page() -> None:
    assert run(PAGES_LOADED).split() == []


def test_a_table_that_only_a_page_reads_is_known_before_the_page_is_loaded() -> None:
    assert run(TABLES_OF_PAGES).split() == []
