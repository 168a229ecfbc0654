"""Named places where a test may kill the process or raise, to prove that nothing is lost.

`PASSERELLE_FAILPOINTS="relay.before_mark=kill@3,journal.before_commit=raise@1"`: the third
passage before a mark kills the process (SIGKILL), the first before a commit raises.
Without the variable a failpoint costs one dictionary look-up.
"""

import os
import signal
from collections import Counter
from dataclasses import dataclass

FAILPOINTS = (
    "journal.before_commit",
    "journal.after_commit",
    "relay.before_publish",
    "relay.after_publish",
    "relay.before_mark",
    "relay.after_mark",
    "reaction.before_commit",
    "reaction.after_commit",
    "reaction.before_ack",
    "reaction.after_ack",
    "projection.before_commit",
    "projection.after_commit",
)
CLOSING_FAILPOINTS = ("projection.before_letting_go",)
"""Where a process may lack what it needs to give something back."""
MAIL_FAILPOINTS = (
    "mail.before_claim_commit",
    "mail.after_claim",
    "mail.before_send",
    "mail.after_send",
    "mail.before_mark_commit",
    "mail.after_mark",
)
"""Those of whatever sends mails: places where the world outside learns something."""
OUTGOING_FAILPOINTS = ("outgoing.before_send", "outgoing.before_mark")
"""Those of whatever tells programs outside."""
_KNOWN = frozenset((*FAILPOINTS, *MAIL_FAILPOINTS, *OUTGOING_FAILPOINTS, *CLOSING_FAILPOINTS))
VARIABLE = "PASSERELLE_FAILPOINTS"


class FailpointUnknown(ValueError):
    """The name is not a known one, or the action is neither `kill` nor `raise`."""


class FailpointReached(Exception):
    """Raised by a failpoint armed with `raise`."""


@dataclass(frozen=True)
class _Armed:
    action: str
    passage: int


_armed: dict[str, _Armed] = {}
_passages: Counter[str] = Counter()


def arm(specification: str) -> None:
    """Replace what is armed by `name=action@passage,…`; an empty text disarms everything.

    Raises FailpointUnknown for a name or an action that does not exist.
    """
    wanted = {}
    for entry in filter(None, specification.split(",")):
        name, _, rest = entry.strip().partition("=")
        action, _, passage = rest.partition("@")
        if name not in _KNOWN or action not in ("kill", "raise") or not passage.isdigit():
            raise FailpointUnknown(entry)
        wanted[name] = _Armed(action, int(passage))
    _armed.clear()
    _armed.update(wanted)
    _passages.clear()


def failpoint(name: str) -> None:
    """Pass a named place; kills the process or raises FailpointReached when armed for it."""
    armed = _armed.get(name)
    if armed is None:
        if name not in _KNOWN:
            raise FailpointUnknown(name)
        return
    _passages[name] += 1
    if _passages[name] != armed.passage:
        return
    if armed.action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    raise FailpointReached(name)


arm(os.environ.get(VARIABLE, ""))
