"""What the supervisor prints: each line of a child carries the child's name."""

import re
import sys
from collections.abc import Callable

NAME_WIDTH = 9
# nats-server greets with a drawing and indented details.
DECORATION = re.compile(r"\[INF\] (?!\w)")
Say = Callable[[str], None]


def print_child_line(name: str, line: str) -> None:
    """One line of a child, after its name; written at once so that lines never mix."""
    if DECORATION.search(line):
        return
    sys.stdout.write(f"{name:<{NAME_WIDTH}}│ {line}\n")
    sys.stdout.flush()


def say(line: str) -> None:
    """A line for the user."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
