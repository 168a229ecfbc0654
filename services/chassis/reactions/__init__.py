"""Reactions: what a service does when it learns a fact, exactly once per event.

`spec` declares what a service reacts to. `broker` is its NatsBroker, `subscribers` make one
subscriber of FastStream for each group, `event_message` decodes, `middlewares` surround the
handler, `dependencies` are what it may name. `decision` says, as pure functions, what becomes of
one delivery; `group_inbox` is the transaction it is handled in. Groups that copy take an
`event_batch` in one, see `together`. `consumer` keeps it all running;
`parked_retries` lists parked events and tries them again.
"""

from services.chassis.reactions.spec import Batched, Group, NotYet, Reaction, Reactions

__all__ = ["Batched", "Group", "NotYet", "Reaction", "Reactions"]
