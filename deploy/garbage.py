"""How often a process looks for garbage: Python's own habit costs a fifth of loading the services."""

import gc

THRESHOLDS = (5_000, 4, 100)
"""Python's own 700 objects are a few requests: looking that often took a tenth of the processor,
and held up whoever waited for an event meanwhile. Fifty thousand kept 8 MB of garbage, and one look
at them held the loop for longer than 20 ms.
"""


def look_seldom() -> None:
    """Leave aside what is loaded by now, which nothing frees, and look at the rest less often."""
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
