"""What the tests' own process logs: shown by pytest when a test fails, cheap when none does."""

import structlog


def log_plainly() -> None:
    """As structlog does by itself, but tracebacks are Python's own.

    Drawn with frames, colours and the values of all variables, one took up to half a second of a
    processor; the services of tests fail on purpose, thousands of times.
    """
    structlog.reset_defaults()
    *before, _ = structlog.get_config()["processors"]
    drawn = structlog.dev.ConsoleRenderer(
        colors=False, exception_formatter=structlog.dev.plain_traceback
    )
    structlog.configure(processors=[*before, drawn])
