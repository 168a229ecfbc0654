"""Refusals of the bus: NATS is there, and does not let a service in."""

UNKNOWN_KEY = "refused: this key is not known"
REFUSALS = {
    "authorization violation": UNKNOWN_KEY,
    "maximum connections exceeded": "refused: too many connections",
    "maximum account active connections exceeded": "refused: too many connections of this account",
}
"""What the server says when it is there and does not let us in, as readiness tells it."""


def refusal_of(error: BaseException | None, before: str | None) -> str | None:
    """Which refusal an error of nats-py tells of; None for whatever else went wrong.

    A server that refuses closes at once, which may be all that is heard: then it is as `before`.
    """
    if isinstance(error, ConnectionResetError | BrokenPipeError):
        return before
    said = str(error).lower()
    return next((told for words, told in REFUSALS.items() if words in said), None)
