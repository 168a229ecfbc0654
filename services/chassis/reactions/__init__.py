"""Reactions: what a service does when it learns a fact, exactly once per event.

`spec` says what a service reacts to; `decision` says, as a pure function, what becomes of
one delivery; `delivery` handles it in one transaction; `consumer` pulls from NATS through FastStream;
`parked_retries` lists parked events and tries them again.
"""

from services.chassis.reactions.spec import Group, NotYet, Reaction, Reactions

__all__ = ["Group", "NotYet", "Reaction", "Reactions"]
