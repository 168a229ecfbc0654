"""The regular expressions of the code on the texts that are worst for each."""

import time

from tests.bench.report import Figure
from tests.security.expressions import ALL, Expression, texts_against, use

TRIES = 3
MILLISECONDS_MAX = 50


async def expressions() -> list[Figure]:
    """The slowest of all, on a text as long as a field may hold."""
    worst, culprit = 0.0, ""
    for expression in ALL:
        for text in texts_against(expression.pattern, expression.flags):
            taken = min(_seconds(expression, text) for _ in range(TRIES))
            if taken > worst:
                worst, culprit = taken, str(expression)
    return [
        Figure("slowest regular expression", worst * 1000, MILLISECONDS_MAX, "ms", culprit),
    ]


def _seconds(expression: Expression, text: str) -> float:
    began = time.thread_time()
    use(expression, text)
    return time.thread_time() - began
