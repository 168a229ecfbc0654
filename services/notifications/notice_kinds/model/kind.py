"""A kind of notice: its words, to whom it is told by default, how fast."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.chassis.base.identity import Role
from services.notifications.notice_kinds.model.rhythm import Rhythm

TEACHERS = frozenset({Role.REFERENT_TEACHER, Role.FORM_TEACHER})
"""Who follows pupils, mostly: a lycée may name anybody."""
HEAD_DECIDES = "Le chef d’établissement décide, avec le bureau des entreprises."
BUREAU_DECIDES = "Le bureau des entreprises décide de la suite."


class Topic(StrEnum):
    """Under which heading a kind stands in the settings."""

    SAFETY = "Élèves en entreprise"
    PERIODS = "Avant et après une PFMP"
    AGREEMENTS = "Conventions et aides"
    COMPANIES = "Entreprises"
    NETWORK = "Réseau"


@dataclass(frozen=True)
class Kind:
    """What a kind of notice says, and to whom by default.

    `subject` and `sentence` say what happened, `decides` who decides what follows, `action` is the
    label of the one button, `when` says in the settings what makes it leave.
    """

    subject: str
    sentence: str
    decides: str
    action: str
    when: str
    readers: Mapping[Role, Rhythm]
    topic: Topic
    concerned: Rhythm = Rhythm.AT_ONCE
    """For people its owner names, whatever their role."""
    concerns: frozenset[Role] = frozenset()
    """Roles whose holders its owner may name: each of these hears of their own pupils alone."""
    own_text: bool = False
    """Whether its mail has a text of its own, and no facts of its owner."""
    duty: bool = False
    """Safety of a pupil: nobody is spared it, and it leaves at any hour."""
