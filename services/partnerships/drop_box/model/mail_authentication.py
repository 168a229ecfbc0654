"""Authentication results (résultats d’authentification): whether a mail is by whom it says, as the relay found.

The relay checks signatures and addresses as the mail comes in, and writes what it found before the
mail's own headers, under its name (RFC 8601). It takes out what others wrote under that name.
"""

import re
from collections.abc import Iterator
from email.message import EmailMessage

HEADER = "authentication-results"
_METHOD = re.compile(r"\s*([a-z0-9-]{1,40})(?:\s*/\s*\d{1,9})?\s*=\s*([a-z]{1,40})", re.IGNORECASE)
_PROPERTY = re.compile(r"\b([a-z]{1,20}\.[a-z-]{1,40})\s*=\s*\"?([^\s\";]{1,320})", re.IGNORECASE)
_OF_DOMAINS = {
    "dmarc": ("header.from",),
    "dkim": ("header.d", "header.i"),
    "spf": ("smtp.mailfrom",),
}
"""What each method vouches for: a domain, which has to be the sender's or one above it."""
_SIGNED_IN, _SAID = "smtp.auth", "smtp.mailfrom"
"""What « auth » vouches for: whoever signed in to the relay, hence one address alone.

The second is what they said of themselves: it may contradict the first, and never replaces it.
"""


def is_authentic(message: EmailMessage, sender: str, *, relay: str | None) -> bool:
    """Whether the relay of this name found that `sender` wrote it.

    False without a relay, and for a mail that names several writers: none of them is vouched for.
    """
    written_by = [value for name, value in message.raw_items() if name.lower() == "from"]
    if relay is None or len(written_by) != 1 or sender.count("@") != 1:
        return False
    for name, value in message.raw_items():
        if name.lower() == HEADER:
            by, *results = _pieces(str(value))
            if by.split() and by.split()[0].casefold() == relay.casefold():
                # Only its last word: what is below may have come with the mail.
                return any(_vouches(one, sender) for one in results)
    return False


def _vouches(result: str, sender: str) -> bool:
    said = _METHOD.match(result)
    if said is None or said[2].lower() != "pass":
        return False
    method = said[1].lower()
    # Each is kept: of what is said twice, one may be what the sender had written in the other.
    properties = [(name.lower(), value.casefold()) for name, value in _PROPERTY.findall(result)]
    if method == "auth":
        people = {value for name, value in properties if name in (_SIGNED_IN, _SAID)}
        return people == {sender} and any(name == _SIGNED_IN for name, _ in properties)
    wanted = _OF_DOMAINS.get(method, ())
    domains = [value.rpartition("@")[2] for name, value in properties if name in wanted]
    return bool(domains) and all(_is_above(one, sender) for one in domains)


def _is_above(domain: str, sender: str) -> bool:
    """Whether a domain is the sender's own, or holds it; a bare ending such as « fr » is neither."""
    own = sender.rpartition("@")[2]
    return "." in domain and (own == domain or own.endswith(f".{domain}"))


def _pieces(header: str) -> Iterator[str]:
    """What stands between semicolons, without comments: those may hold anything the sender wrote."""
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for letter in header:
        if escaped:
            escaped = False
        elif letter == "\\" and (quoted or depth):
            escaped = True
        elif letter == '"' and not depth:
            quoted = not quoted
        elif not quoted and letter in "()":
            depth = max(0, depth + (1 if letter == "(" else -1))
        elif letter == ";" and not quoted and not depth:
            yield "".join(kept)
            kept = []
        elif not depth:
            # A quoted semicolon or blank would be read as an end.
            kept.append("_" if quoted and letter in '; \t\r\n="' else letter)
    yield "".join(kept)
