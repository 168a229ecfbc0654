"""The official parser of AsyncAPI documents, from npm."""

import subprocess
from pathlib import Path

from tests.support.npm import fetched, with_node

HERE = Path(__file__).parent
JUDGING_SECONDS_MAX = 60


def fetch() -> Path:
    """Put what the lock names into .venv, unless it is there; return where."""
    return fetched(HERE, "asyncapi")


def errors_in(document: bytes) -> list[str]:
    """What the parser finds wrong in a document, one sentence each."""
    judged = subprocess.run(
        ["node", str(HERE / "check.mjs")],
        cwd=fetch(),
        env=with_node(),
        input=document,
        capture_output=True,
        timeout=JUDGING_SECONDS_MAX,
        check=False,
    )
    said = judged.stdout.decode().splitlines()
    return said or ([judged.stderr.decode()] if judged.returncode else [])
