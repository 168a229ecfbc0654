"""Logs that can be shown to anybody: structured, correlated, and free of personal data.

Only the keys of `ALLOWED_KEYS` are written, because a value nobody thought of is how a name
ends in a log. For the same reason exceptions are logged as a type and places in the code,
without their message (PostgreSQL's quotes the row), and other libraries' lines as their
template, without arguments.
"""

import logging
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TextIO, cast

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from services.chassis.base.demonstration import loading_percent
from services.chassis.base.settings import Settings
from services.chassis.observability.log_stream import Outlet

ALLOWED_KEYS = frozenset(
    {
        # the line itself
        "event", "level", "timestamp", "logger", "exception", "dropped_keys",
        # who and where in the machine
        "service", "department", "uai", "process", "pid", "port", "address", "version",
        # which request or fact
        "correlation_id", "trace_id", "causation_id", "command_id", "event_id", "event_type", "parked_id",
        "aggregate_id", "account_id", "import_id", "mail_id", "position", "sequence", "revision",
        # which part
        "audience", "stream", "subject", "consumer", "group", "projection", "job", "durable",
        "method", "route", "action", "role", "status", "code",
        # how it went
        "reason", "attempt", "attempts", "delivery", "count", "bytes", "duration_ms", "delay_s",
        "signal", "exit_code",
    }
)  # fmt: skip

FORMATTED_LOGGERS = ("uvicorn.error", "alembic")
"""Libraries whose arguments are addresses and revisions, never what a user typed."""

QUIET_LOGGERS = {
    "uvicorn.access": logging.CRITICAL,  # query strings hold what was searched
    "sqlalchemy": logging.WARNING,  # INFO prints parameters
    "alembic": logging.WARNING,
    "nats": logging.WARNING,
    "faststream": logging.WARNING,
    "httpx2": logging.WARNING,
    "httpcore2": logging.WARNING,
    "asyncio": logging.WARNING,
    "mail.log": logging.WARNING,  # aiosmtpd: INFO tells who writes to whom
}


EXPECTED_WHILE_LOADING = frozenset({"question.too_late", "question.unanswered"})
"""What a demonstration that is being loaded takes the time for: told, but no warning."""


def configure_logging(settings: Settings, *, process: str | None = None) -> None:
    """Send our logs and those of the libraries to stderr, in the format of the settings.

    `process` names the process in every line (several services may share one).
    """
    level = logging.getLevelNamesMapping()[settings.log_level]
    renderer = _renderer(settings.log_format)
    shared = _shared_processors(process)
    if settings.demonstration and settings.data_folder is not None:
        shared.append(_calmer_while_loading(settings.data_folder, level))
    structlog.configure(
        processors=[*shared, keep_allowed_keys, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # A line that cannot be written must not end the loop, or fail the request, it tells of.
        logger_factory=structlog.WriteLoggerFactory(cast("TextIO", Outlet(sys.stderr))),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                keep_allowed_keys,
                renderer,
            ],
        )
    )
    handler.addFilter(_forget_arguments)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    _route_to_root(QUIET_LOGGERS)


def _shared_processors(process: str | None) -> list[Processor]:
    def name_the_process(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
        if process is not None:
            line.setdefault("process", process)
        return line

    return [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        name_the_process,
        describe_exception,
    ]


def _calmer_while_loading(folder: Path, level: int) -> Processor:
    def judge(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
        if line.get("event") in EXPECTED_WHILE_LOADING and loading_percent(folder) is not None:
            if level > logging.INFO:
                raise structlog.DropEvent
            line["level"] = "info"
        return line

    return judge


def _renderer(log_format: str) -> Processor:
    if log_format == "json":
        return structlog.processors.JSONRenderer(default=str)
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())


def keep_allowed_keys(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """Drop the keys that are not on the list, and say which ones, so that somebody notices."""
    refused = sorted(key for key in line if key not in ALLOWED_KEYS)
    for key in refused:
        del line[key]
    if refused:
        line["dropped_keys"] = refused
    return line


def describe_exception(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """Replace `exc_info` by the type of the exception and the places it went through."""
    error = line.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    line.pop("stack_info", None)
    if isinstance(error, BaseException):
        line["exception"] = exception_without_message(error)
    return line


def exception_without_message(error: BaseException) -> str:
    """Type and frames of an exception and of what caused it, innermost cause first."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.insert(0, cause)
        cause = cause.__cause__ or cause.__context__
    return " → ".join(f"{type(one).__name__} [{_places(one.__traceback__)}]" for one in chain)


def _places(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)[-6:]
    return " ".join(
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno}:{frame.name}" for frame in frames
    )


def _forget_arguments(record: logging.LogRecord) -> bool:
    """Keep the template of a library's line; its arguments may be what a user typed."""
    if not record.name.startswith(FORMATTED_LOGGERS):
        record.args = None
    return True


def _route_to_root(levels: dict[str, int]) -> None:
    """Take the handlers libraries install for themselves away: one format, one filter."""
    for name in _with_handlers():
        library = logging.getLogger(name)
        library.handlers = []
        library.propagate = True
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def _with_handlers() -> Iterable[str]:
    known = logging.root.manager.loggerDict
    return [n for n, found in known.items() if isinstance(found, logging.Logger) and found.handlers]
