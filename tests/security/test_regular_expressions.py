"""No text makes a regular expression explode: each one found in the code meets texts made against it.

What explodes takes longer than anybody lives, however fast the machine; how long the others take is
measured by `make bench ARGS=expressions`.
"""

from __future__ import annotations

import signal

import pytest

from tests.security.expressions import ALL, Expression, parser, pumped, texts_against, use

PROCESSOR_SECONDS = 20.0
"""Of the processor, not of the clock: after that what does not end is given up."""


class Endless(Exception):
    """It was given up."""


def ends(expression: Expression, text: str, patience_seconds: float = PROCESSOR_SECONDS) -> bool:
    """Whether an expression comes to an end on a text."""

    def give_up(*_: object) -> None:
        raise Endless

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, patience_seconds)
    try:
        use(expression, text)
    except Endless:
        return False
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return True


def test_the_expressions_of_the_code_are_found() -> None:
    found = {expression.pattern for expression in ALL}
    assert r"^[0-9]{14}$" in found
    assert r"https://[^\s<>\"«»]+" in found
    assert len(found) > 60


def test_an_expression_that_explodes_is_seen() -> None:
    trap = Expression("", r"(a+)+b", 0, searched=False)
    [(before, repeated), *_] = pumped(list(parser.parse(trap.pattern)))

    assert ends(trap, before + repeated * 5)
    assert not ends(trap, before + repeated * 1_000 + "!", patience_seconds=1)


@pytest.mark.parametrize("expression", ALL, ids=str)
def test_no_text_makes_an_expression_explode(expression: Expression) -> None:
    for text in texts_against(expression.pattern, expression.flags):
        assert ends(expression, text), f"{text[:12]!r}… {text[-3:]!r}"
