"""`python -m tests.contracts.asyncapi` judges contracts/asyncapi.json; `--fetch` only prepares."""

import sys
from pathlib import Path

from tests.contracts.asyncapi import errors_in, fetch

if "--fetch" in sys.argv:
    fetch()
    sys.exit()
found = errors_in(Path("contracts/asyncapi.json").read_bytes())
print(*found, sep="\n", file=sys.stderr, end="\n" if found else "")
sys.exit(1 if found else 0)
