"""A card of the home page, and who finds one."""

from dataclasses import dataclass

BUREAU = frozenset({"rbde", "ddfpt", "atct"})
LYCEE = frozenset({"rbde", "head", "ddfpt", "atct", "secretariat"})
CALLERS = BUREAU | {"secretariat"}
"""Who calls companies; the head decides."""
MAILS = frozenset({"rbde", "head", "secretariat"})
DELEGATES = frozenset({"delegate"})
HEADS = frozenset({"head"})
TEACHERS = frozenset({"referent_teacher", "form_teacher"})
DEPARTMENT = frozenset({"supervisor"})
ACCESS = frozenset({"head"}) | DELEGATES
OPERATION = frozenset({"operator"})


@dataclass(frozen=True)
class HomeCard:
    """A card of the home page. `fragment` is the address of what another service shows in it."""

    title: str
    text: str
    links: tuple[tuple[str, str], ...]
    roles: frozenset[str]
    fragment: str | None = None
    drawn: bool = False
    """Whether the fragment is a drawing or a table, which needs more room."""
    size: str = ""
    """`wide`: a whole line; `roomy`: two thirds of one."""
    whole: bool = False
    """Whether the fragment is the card itself, or nothing; without a script only the links are shown."""
    nothing: str = ""
    """What a whole part says when it comes so late that its outline is seen, and there is nothing."""
    room: str = ""
    """How much place it keeps when it comes late: `tall`, `screen`, or that of some lines."""
