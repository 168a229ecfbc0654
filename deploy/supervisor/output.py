"""What the supervisor prints: each line of a child carries the child's name."""

import os
import re
import sys
from collections.abc import Callable, Sequence

from services.chassis.observability.log_stream import Outlet

NAME_WIDTH = 9
# nats-server greets with a drawing and indented details.
DECORATION = re.compile(r"\[INF\] (?!\w)")
ROUTINE = re.compile(r"\[INF\]|^\S+ LOG: |\[WRN\] Healthcheck failed: \"failed to be ready")
"""What nats-server and PostgreSQL tell when all goes well: a start is asked whether it is ready."""
RULE = "─" * 78
Say = Callable[[str], None]


def for_eyes() -> bool:
    """Whether somebody reads a terminal, and asked for no logs: what goes well is not told there."""
    return sys.stderr.isatty() and "PASSERELLE_LOG_LEVEL" not in os.environ


def print_child_trouble(name: str, line: str) -> None:
    """One line of a child, when it is more than routine."""
    if not ROUTINE.search(line):
        print_child_line(name, line)


def print_child_line(name: str, line: str) -> None:
    """One line of a child, after its name; written at once so that lines never mix."""
    if DECORATION.search(line):
        return
    say(f"{name:<{NAME_WIDTH}}│ {line}")


def say(line: str) -> None:
    """A line for the user; Passerelle goes on where there is no room for it."""
    printed = Outlet(sys.stdout)
    printed.write(f"{line}\n")
    printed.flush()


def say_framed(lines: Sequence[str]) -> None:
    """Lines that stay together between two rules, whatever is logged meanwhile."""
    say("\n".join(["", RULE, *lines, RULE]))
