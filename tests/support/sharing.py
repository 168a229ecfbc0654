"""How tests are shared out among the processes that run them: a file at a time, a long one by service."""

import re

from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]  # it tells no types

from deploy.services import SERVICES

BY_SERVICE = frozenset({"tests/security/test_route_matrix.py"})
"""Files that go through one service after the other, each set up once: the longest of `make prove`."""
_SERVICE = re.compile(rf"\[(?:.*-)?({'|'.join(service.name for service in SERVICES)})\b")


def share_of(test: str) -> str:
    """What stays together with a test: its file, or what of it is about the same service."""
    path, _, name = test.partition("::")
    about = _SERVICE.search(name) if path in BY_SERVICE else None
    return f"{path}[{about[1]}]" if about else path


class Shares(LoadFileScheduling):  # type: ignore[misc]  # xdist tells no types
    """As `--dist loadfile`, by these shares."""

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)
