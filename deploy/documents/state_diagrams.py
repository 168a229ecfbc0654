"""What may become of things, drawn from the tables that say so, for people to read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import contracts
from contracts.coordination.committees import DecisionState
from contracts.coordination.offer_files import OfferState
from contracts.internships.agreements import AgreementStanding
from services.coordination.decisions import model as of_decisions
from services.coordination.meetings import model as of_meetings
from services.coordination.needs.model import states as of_needs
from services.coordination.offer_files.model import states as of_offer_files
from services.internships.agreements.model import agreement_states as of_agreements
from services.internships.stays.model import states as of_placements

PLACEMENTS = Path(contracts.__file__).parent / "PLACEMENT_STATES.md"
AGREEMENTS = Path(contracts.__file__).parent / "AGREEMENT_STATES.md"
NEEDS = Path(contracts.__file__).parent / "coordination" / "NEED_STATES.md"
MEETINGS = Path(contracts.__file__).parent / "coordination" / "MEETING_STATES.md"
DECISIONS = Path(contracts.__file__).parent / "coordination" / "DECISION_STATES.md"
OFFER_FILES = Path(contracts.__file__).parent / "coordination" / "OFFER_FILE_STATES.md"

_HEAD = """# What may become of {what}

Generated from `{module}` by `make schemas`; `make check` refuses it when it is out of date.
{note}

```mermaid
stateDiagram-v2
    [*] --> {first}
"""
_OF_PLACEMENTS = _HEAD.format(
    what="a placement",
    module="services/internships/stays/model/states.py",
    note="`begin` and `finish` are the calendar's: neither state is stored. Guards are in French, as people read them.",
    first="proposed",
)
_OF_AGREEMENTS = _HEAD.format(
    what="an agreement",
    module="services/internships/agreements/model/agreement_states.py",
    note=(
        "Where an action leads to several, the signatures say to which; to nothing: only what was prepared goes. "
        "Guards are in French, as people read them."
    ),
    first="prepared",
)
_OF_NEEDS = _HEAD.format(
    what="a company's need",
    module="services/coordination/needs/model/states.py",
    note="Where an action leads to several, what each of those who have it did says to which.",
    first="unverified",
)

_OF_OFFER_FILES = _HEAD.format(
    what="a file of the training offer",
    module="services/coordination/offer_files/model/states.py",
    note="The last move that stands is taken back to the state before it, whichever it was: undoing is not drawn.",
    first="draft",
)


_OF_MEETINGS = _HEAD.format(
    what="a meeting of a committee",
    module="services/coordination/meetings/model.py",
    note="What is reopened is convened again where it had been: its readers keep the appointment.",
    first="planned",
)
_OF_DECISIONS = _HEAD.format(
    what="a decision of a committee",
    module="services/coordination/decisions/model.py",
    note="One that was noted by mistake is withdrawn: given up for who heard of it, and in no list.",
    first="open",
)


def placement_states() -> str:
    """The diagram, the table, and what somebody is told whose move is not in it."""
    return _document(
        _OF_PLACEMENTS,
        of_placements.TRANSITIONS,
        told=((state, of_placements.WHAT_TO_DO[state]) for state in of_placements.PlacementStatus),
        to=lambda row: (row.to,),
        who=lambda row: "calendar" if not row.roles else "bureau",
    )


def agreement_states() -> str:
    """States of agreements, drawn."""
    return _document(
        _OF_AGREEMENTS,
        of_agreements.TRANSITIONS,
        told=((state, of_agreements.WHAT_TO_DO[state]) for state in AgreementStanding),
        to=lambda row: row.to,
        who=lambda row: "bureau" if row.roles == of_placements.BUREAU else "office",
    )


def need_states() -> str:
    """States of companies' needs, drawn."""
    return _document(
        _OF_NEEDS,
        of_needs.TRANSITIONS,
        told=((state, of_needs.WHAT_TO_DO[state]) for state in of_needs.NeedStatus),
        to=lambda row: row.to,
        who=lambda row: ", ".join(sorted(row.roles)),
    )


def offer_file_states() -> str:
    """States of files of the training offer, drawn."""
    return _document(
        _OF_OFFER_FILES,
        of_offer_files.TRANSITIONS,
        told=((state, of_offer_files.WHAT_TO_DO[state]) for state in OfferState),
        to=lambda row: row.to,
        who=lambda row: ", ".join(sorted(row.roles)),
    )


@dataclass(frozen=True)
class _Drawn:
    """A row of a table that says only what leads where."""

    state: str
    action: str
    to: tuple[str, ...]
    roles: tuple[str, ...] = ("supervisor",)
    guards: tuple[Callable[..., Any], ...] = ()


def meeting_states() -> str:
    """States of meetings of a committee, drawn; one that had been convened is so again once it is reopened."""
    planned, convened = of_meetings.MeetingState.PLANNED, of_meetings.MeetingState.CONVENED
    rows = [
        _Drawn(
            state,
            step,
            (planned, convened) if step is of_meetings.MeetingStep.REOPEN else (target,),
        )
        for step, leads in of_meetings.STEPS.items()
        for state, target in leads.items()
    ]
    said = of_meetings.MeetingStepNotPossible.title
    return _document(
        _OF_MEETINGS,
        rows,
        told=((state, f"{said}.") for state in of_meetings.MeetingState),
        to=lambda row: row.to,
        who=lambda row: ", ".join(row.roles),
    )


def decision_states() -> str:
    """States of decisions of a committee, drawn."""
    moves = of_decisions.DecisionMove
    theirs = (moves.FINISH, moves.REOPEN)
    rows = [
        _Drawn(
            state,
            move,
            (target,),
            ("bureau", "supervisor")
            if move in theirs and DecisionState.GIVEN_UP not in (state, target)
            else ("supervisor",),
        )
        for move, leads in of_decisions.MOVES.items()
        for state, target in leads.items()
    ]
    said = of_decisions.DecisionMoved.title
    return _document(
        _OF_DECISIONS,
        rows,
        told=((state, f"{said}.") for state in DecisionState),
        to=lambda row: row.to,
        who=lambda row: ", ".join(row.roles),
    )


def _document(
    head: str,
    rows: Iterable[Any],
    *,
    told: Iterable[tuple[str, str]],
    to: Callable[[Any], tuple[str, ...]],
    who: Callable[[Any], str],
) -> str:
    listed = list(rows)
    arrows = "".join(
        f"    {row.state} --> {target}: {row.action} ({who(row)})\n"
        for row in listed
        for target in to(row) or ("[*]",)
    )
    lines = "".join(f"{_row(row, to(row))}\n" for row in listed)
    answers = "".join(f"| {state} | {sentence} |\n" for state, sentence in told)
    return (
        f"{head}{arrows}```\n\n"
        f"| From | Action | To | Who | Guard |\n|---|---|---|---|---|\n{lines}\n"
        f"Anything else is refused, with what to do instead:\n\n| From | Told |\n|---|---|\n{answers}"
    )


def _row(row: Any, to: tuple[str, ...]) -> str:
    who = ", ".join(sorted(row.roles)) or "the calendar"
    guards = " ".join(guard.__doc__ or guard.__name__ for guard in row.guards)
    target = " or ".join(to) or "nothing"
    return f"| {row.state} | {row.action} | {target} | {who} | {guards} |"
