"""Nothing a user typed can be in a log."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from deploy.supervisor.output import print_child_line
from services.chassis.base.demonstration import forget_loading, note_loading
from services.chassis.base.settings import Settings
from services.chassis.observability.logging import configure_logging
from services.chassis.unit_of_work.unit_of_work import UnitOfWork, UnitsOfWork
from tests.chassis.facts import BOURDELLE, scope_of
from tests.support.logs import log_plainly

SURNAME = "Canari-Dupont"
NAME = f"Zéphyrine {SURNAME}"


@pytest.fixture
def output(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    written = io.StringIO()
    with _configured(monkeypatch, written):
        yield written


@contextmanager
def _configured(
    monkeypatch: pytest.MonkeyPatch, stream: TextIO, settings: Settings | None = None
) -> Iterator[None]:
    monkeypatch.setattr(sys, "stderr", stream)
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    levels = {
        name: logging.getLogger(name).level for name in ("sqlalchemy", "uvicorn.error", "alembic")
    }
    settings = settings or Settings(log_format="json", log_level="DEBUG")
    configure_logging(settings, process="internships")
    yield
    root.handlers, level = before
    root.setLevel(level)
    for name, value in levels.items():
        logging.getLogger(name).setLevel(value)
    log_plainly()


def lines(output: io.StringIO) -> list[dict[str, object]]:
    """What was logged, but for the bus: a client of an earlier test may still be closing."""
    said = [json.loads(line) for line in output.getvalue().splitlines()]
    return [line for line in said if not str(line["event"]).startswith("bus.")]


def test_a_line_says_what_where_and_for_which_request(output: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(correlation_id="c-1"):
        structlog.get_logger().info("relay.waiting", stream="DEPARTMENT_82")
    (line,) = lines(output)
    assert line.pop("timestamp")
    assert line == {
        "event": "relay.waiting",
        "level": "info",
        "process": "internships",
        "correlation_id": "c-1",
        "stream": "DEPARTMENT_82",
    }


def test_keys_that_are_not_on_the_list_are_dropped_and_named(output: io.StringIO) -> None:
    structlog.get_logger().warning("pupil.moved", name=NAME, label=NAME, count=1)
    (line,) = lines(output)
    assert line["dropped_keys"] == ["label", "name"]
    assert SURNAME not in output.getvalue()


async def test_an_error_of_the_database_does_not_quote_what_was_typed(
    output: io.StringIO, units: UnitsOfWork
) -> None:
    async def read(uow: UnitOfWork) -> None:
        await uow.execute(text("SELECT CAST(CAST(:typed AS text) AS int)"), {"typed": NAME})

    with pytest.raises(DBAPIError, match=SURNAME) as caught:
        await units.run(read, scope_of(BOURDELLE))
    error = caught.value
    structlog.get_logger().error("form.failed", exc_info=error)
    logging.getLogger("faststream").error("Failed: %s", error, exc_info=error)
    logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=error)
    assert len(lines(output)) == 3
    assert all("DBAPIError" in str(line["exception"]) for line in lines(output))
    assert SURNAME not in output.getvalue()


def test_a_full_disk_makes_no_trouble_of_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """A loop that tells of trouble, or a request that was recorded, must go on."""
    full = Path("/dev/full").open("w", buffering=1)  # noqa: SIM115 - closing it fails
    with _configured(monkeypatch, full):
        structlog.get_logger().warning("leadership.lost", service="internships")
        logging.getLogger("faststream").warning("Received %s", NAME)
        monkeypatch.setattr(sys, "stdout", full)
        print_child_line("postgres", "no space left on device")
    with pytest.raises(OSError, match="No space"):
        full.close()


def test_lines_of_libraries_keep_their_template_only(output: io.StringIO) -> None:
    logging.getLogger("faststream").warning("Received %s", NAME)
    logging.getLogger("uvicorn.error").info("Uvicorn running on %s", "http://127.0.0.1:8000")
    logging.getLogger("uvicorn.access").info("GET /entreprises?q=%s", NAME)
    logging.getLogger("sqlalchemy.engine").info("[generated in 1s] %s", NAME)
    assert [line["event"] for line in lines(output)] == [
        "Received %s",
        "Uvicorn running on http://127.0.0.1:8000",
    ]


def test_questions_that_wait_for_a_demonstration_that_loads_are_no_warning(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    written = io.StringIO()
    settings = Settings(
        log_format="json", log_level="WARNING", demonstration=True, data_folder=tmp_path
    )
    with _configured(monkeypatch, written, settings):
        note_loading(tmp_path, 40)
        structlog.get_logger().warning("question.too_late", subject="while it loads")
        structlog.get_logger().warning("bus.error", reason="something else")
        forget_loading(tmp_path)
        structlog.get_logger().warning("question.too_late", subject="afterwards")

    told = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [line.get("subject") or line["event"] for line in told] == ["bus.error", "afterwards"]
