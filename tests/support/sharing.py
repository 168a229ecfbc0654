"""How tests are shared out among the processes that run them: a file at a time, a long one by service.

Files of the browser stay together by what they look at: each share starts all services once, not
each process.
"""

import re

from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]  # it tells no types

from deploy.services import SERVICES

BY_SERVICE = frozenset({"tests/security/test_route_matrix.py"})
"""Files that go through one service after the other, each set up once: the longest of `make prove`."""
BROWSER = "tests/browser/"
_THEMED = re.compile(r"\[(?:.*-)?(neutre|dsfr)\b")
"""A test of what `site` runs, whose name tells the theme; the others are of an `up`."""
_SERVICE = re.compile(rf"\[(?:.*-)?({'|'.join(service.name for service in SERVICES)})\b")


def share_of(test: str) -> str:
    """What stays together with a test: its file, what of it is about the same service, or runs on the same."""
    path, _, name = test.partition("::")
    if path.startswith(BROWSER):
        themed = _THEMED.search(name)
        return f"{BROWSER}[{themed[1] if themed else 'up'}]"
    about = _SERVICE.search(name) if path in BY_SERVICE else None
    return f"{path}[{about[1]}]" if about else path


class Shares(LoadFileScheduling):  # type: ignore[misc]  # xdist tells no types
    """As `--dist loadfile`, by these shares."""

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)
