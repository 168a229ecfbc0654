"""What commands load: processor time and modules, beside the three libraries nothing does without."""

import resource
import statistics
import subprocess
import sys
from dataclasses import dataclass

from tests.bench.report import Figure
from tests.support.forked import own_environment

ROUNDS = 5
FLOOR = "import fastapi, sqlalchemy, nats"
SERVICES = "import deploy.services"
MODULES = f"{SERVICES}, sys; print(len(sys.modules))"
COMMAND = """
import sys
from contextlib import suppress
from deploy.cli import main
sys.argv = ["passerelle", *{arguments}]
with suppress(SystemExit):
    main()
"""
HELP = COMMAND.format(arguments=["--help"])
SHORT = COMMAND.format(arguments=["--version"])


@dataclass(frozen=True)
class _Wanted:
    """A program, and how many times the floor it may cost."""

    name: str
    code: str
    seconds: float
    times_floor: float


WANTED = (
    _Wanted("passerelle --help", HELP, 0.4, 1.0),
    _Wanted("passerelle --version", SHORT, 0.4, 1.0),
    _Wanted("import of all services", SERVICES, 2.2, 3.5),
)


async def loading() -> list[Figure]:
    """Of processes begun anew, whose compiled modules are kept as by an installation."""
    for code in (FLOOR, *(one.code for one in WANTED)):  # compiled, and read into memory
        _seconds(code)
    figures = []
    for one in WANTED:
        pairs = [(_seconds(FLOOR), _seconds(one.code)) for _ in range(ROUNDS)]
        floor, real = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratio = statistics.median(real / floor for floor, real in pairs)
        remark = f"{real:.2f} s ÷ {floor:.2f} s of processor, medians of {ROUNDS}"
        figures += [
            Figure(one.name, real, one.seconds, "s", "of processor"),
            Figure(f"{one.name} ÷ floor", ratio, one.times_floor, "", remark),
        ]
    modules = int(_run(MODULES))
    return [*figures, Figure("modules of all services", modules, 1700, "", SERVICES)]


def _seconds(code: str) -> float:
    """Processor time a process takes that runs this."""
    before = _children()
    _run(code)
    return _children() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run(code: str) -> str:
    kept = {k: v for k, v in own_environment().items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=kept
    )
    return done.stdout
