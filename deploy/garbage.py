"""How often the process looks for garbage: seldom, and never among what it started with."""

import gc

YOUNG_OBJECTS_MAX = 20_000
"""Objects made since the last look before there is another one; Python's own figure is 700.

A request makes some thousands, nearly all freed by counting references: at 700 the collector
ran several times a request, and found nothing.
"""


def settle() -> None:
    """Leave what lives as long as the process, modules and routes, out of every collection."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS_MAX, 10, 10)
