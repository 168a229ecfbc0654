"""Reactions: what a service does when it learns a fact, exactly once per event.

`declaration` says what a service reacts to; `decision` says, as a pure function, what becomes of
one delivery; `handling` does it in one transaction; `running` pulls from NATS through FastStream;
`parking` lists and replays what was set aside.
"""

from services.chassis.reactions.declaration import Group, NotYet, Reaction, Reactions

__all__ = ["Group", "NotYet", "Reaction", "Reactions"]
