"""Steps of one event, from outside: what becomes of it, whoever gives it to its group.

The stream's answers, heartbeats and the throttle are not among them: they belong to a delivery.
"""

from services.chassis.reactions.middlewares.history import History
from services.chassis.reactions.middlewares.parking import Parking
from services.chassis.reactions.middlewares.trace import Trace
from services.chassis.reactions.middlewares.transaction import Transaction

STEPS = (History, Parking, Trace, Transaction)
