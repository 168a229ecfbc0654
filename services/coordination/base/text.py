"""Text as it is typed: how long, without the characters no feed may hold, and what an address is."""

import re

TITLE_CHARACTERS_MAX = 120
LINK_CHARACTERS_MAX = 500

_LINK = re.compile(
    r"https://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d+)?(?:[/?#][!-~]*)?", re.IGNORECASE
)
# What XML may not hold at all: a feed must stay well formed whatever was typed.
_NOT_OF_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def without_controls(text: str) -> str:
    """A text without the characters no page and no feed may hold."""
    return _NOT_OF_XML.sub("", text)


def is_link(text: str) -> bool:
    """Whether it is an address one may follow: https, a host, nothing that hides."""
    return len(text) <= LINK_CHARACTERS_MAX and _LINK.fullmatch(text) is not None
