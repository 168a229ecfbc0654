"""What a command loads: no page, and no library that few of them need."""

import subprocess
import sys

from tests.support.forked import own_environment

NOT_BY_A_COMMAND = {
    *("aiosmtpd", "aiosmtplib", "alembic", "argon2", "faststream", "icalendar", "jinja2", "mjml"),
    *(
        "httpx2",
        "opentelemetry.sdk",
        "phonenumbers",
        "pwdlib",
        "pyrage",
        "segno",
        "typst",
        "uvicorn",
        "xlsxwriter",
    ),
}
"""What one page, one kind of file or one moment of a service needs."""
NOT_BY_HELP = NOT_BY_A_COMMAND | {
    *("asyncpg", "fastapi", "nats", "pydantic", "services", "sqlalchemy"),
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
REGISTERED_BY_OTHERS = """
from importlib import import_module
from pkgutil import walk_packages
import deploy.services
from services.partnerships.actions.store import FOLLOWERS as OF_ACTIONS
from services.partnerships.axes.store import FOLLOWERS as OF_AXES
from services.partnerships.companies.store.import_traces import IMPORT_TRACES
from services.partnerships.base.person_traces import PERSON_TRACES
from services.partnerships.base.texts import FREE_TEXTS
from services.partnerships.companies.tables.references import REFERENCES
from services.partnerships.contacts.store.corrections import CORRECTIONS
from services.partnerships.publications.store import RETELLINGS
from services.partnerships.timeline.store import TIMELINE
import services.partnerships
registers = (
    *(IMPORT_TRACES, PERSON_TRACES, FREE_TEXTS, REFERENCES, CORRECTIONS),
    *(RETELLINGS, OF_ACTIONS, OF_AXES, TIMELINE),
)
def held():
    return {
        f"{type(one).__name__}.{name}": len(kept)
        for one in registers
        for name, kept in vars(one).items()
        if hasattr(kept, "__len__")
    }
before = held()
assert len(before) >= len(registers) and all(before.values()), before
for module in walk_packages(services.partnerships.__path__, "services.partnerships."):
    if ".migrations" not in module.name:
        import_module(module.name)
print(*(name for name, count in held().items() if count != before[name]))
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


def test_what_a_feature_does_for_another_is_registered_whatever_is_loaded_besides() -> None:
    """Somebody erased or corrected by a command is forgotten by every feature, as on a page."""
    assert run(REGISTERED_BY_OTHERS).split() == []
