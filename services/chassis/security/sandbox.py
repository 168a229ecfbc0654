"""Processes that read or write files of others: given what they work on, and nothing else of ours.

What is not closed: such a process runs as the same user, so that a machine which lets a user trace
their own processes lets it trace the service; where the service is root, no limit binds it.
"""

import asyncio
import codecs
import os
import resource
import sys
from datetime import datetime

ELSEWHERE = "/"
"""The folder it runs in: none of ours, and no module is found there."""
_LIBRARIES = "LD_LIBRARY_PATH"
STANDARD_STREAMS = 3
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "cp437", "latin-1", "ascii")
"""Of texts and of names in archives: Python reads each from a file at its first use."""


def program_command(program: str) -> tuple[str, ...]:
    """How a module of ours is run alone: nothing of the folder or the user it runs in is looked at."""
    return (sys.executable, "-I", "-m", program)


def own_environment() -> dict[str, str]:
    """What it is told of ours, where secrets may be: where Python may have to look for its libraries."""
    return {_LIBRARIES: os.environ[_LIBRARIES]} if _LIBRARIES in os.environ else {}


async def start_apart(program: str) -> asyncio.subprocess.Process:
    """Start a module of ours with pipes, and without our environment: secrets may be there."""
    return await asyncio.create_subprocess_exec(
        *program_command(program),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=ELSEWHERE,
        env=own_environment(),
    )


def load_what_python_reads_late() -> None:
    """Load the modules of Python that it would otherwise look for once nothing opens any more."""
    datetime.strptime("2026", "%Y")  # noqa: DTZ007 - its module is loaded by its first use
    for encoding in ENCODINGS:
        codecs.lookup(encoding)


def seal() -> None:
    """Open nothing from now on: no file, no connection, no program; write to no file.

    A process that may hold no more descriptors than its standard streams can open none. What it has
    to read or to import must be there already.
    """
    resource.setrlimit(resource.RLIMIT_NOFILE, (STANDARD_STREAMS, STANDARD_STREAMS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
