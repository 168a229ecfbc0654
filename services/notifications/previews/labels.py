"""Under which headings mails stand, when each leaves, and to whom it goes."""

from collections.abc import Sequence

from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kind import Topic
from services.notifications.notice_kinds.model.kinds import KINDS
from services.notifications.notice_kinds.model.rhythm import Rhythm
from services.notifications.notices.labels import RHYTHMS

OUTWARDS, INWARDS = "Aux entreprises, aux partenaires et aux professeurs", "Comptes et rappels"
HOMEWARDS, SEATED = "Aux familles", "Aux comités"
REFERENT = "L’enseignant référent de l’élève, s’il a un compte"
AT_ONCE = RHYTHMS[Rhythm.AT_ONCE]
MORNING = RHYTHMS[Rhythm.MORNING]
_MORNINGS = frozenset(
    {
        Template.TASK_DIGEST,
        Template.NOTICE_DIGEST,
        Template.HOST_AGREEMENT_READY,
        Template.HOST_PUPIL_ARRIVES,
        Template.HOST_ATTESTATION_DUE,
        Template.HOST_STAY_THANKS,
        Template.DECLARATION_RENEWAL,
        Template.ACTION_REMINDER,
        Template.FAMILY_PLACE_FOUND,
        Template.FAMILY_AGREEMENT_READY,
        Template.FAMILY_AGREEMENT_SIGNED,
        Template.FAMILY_DEPARTURE,
    }
)


_PATIENT = frozenset(
    {
        *(Template.ACTION_NOTED, Template.ACTION_MOVED, Template.ACTION_CALLED_OFF),
        *(Template.VISIT_PLANNED, Template.VISIT_MOVED, Template.VISIT_CALLED_OFF),
        Template.MEETING_INVITE,
    }
)
"""Those that wait a few minutes: a slip is taken back before anybody is told."""
PATIENTLY = "Courriel dix minutes après"
BY_DAY = "Courriel, un jour ouvré entre 7 h et 20 h"


def _goes_out(template: Template) -> bool:
    if template.to_a_contact or template.of_a_need or template.to_a_person:
        return True
    return template is Template.TEACHER_LINK


def _to_people(template: Template) -> bool:
    return template.to_a_family or template.to_a_member


def sections() -> Sequence[tuple[str, Sequence[Template]]]:
    """The mails colleagues see, each under its heading."""
    others = [one for one in Template if one.shown and one not in KINDS]
    return [
        (OUTWARDS, [one for one in others if _goes_out(one)]),
        (HOMEWARDS, [one for one in others if one.to_a_family]),
        (SEATED, [one for one in others if one.to_a_member]),
        *(
            (topic.value, [kind for kind, words in KINDS.items() if words.topic is topic])
            for topic in Topic
        ),
        (INWARDS, [one for one in others if not _goes_out(one) and not _to_people(one)]),
    ]


def when(template: Template) -> str:
    """What makes it leave."""
    kind = KINDS.get(template)
    return kind.when if kind else template.when


def readers(template: Template) -> Sequence[tuple[str, str]]:
    """To whom it goes unless they choose otherwise, and how fast."""
    kind = KINDS.get(template)
    if kind is None:
        soon = PATIENTLY if template in _PATIENT else AT_ONCE
        by_day = template.of_a_need or template.to_a_person
        if by_day and template is not Template.NEED_LETTER_CONFIRM:
            soon = BY_DAY
        return [(template.reader, MORNING if template in _MORNINGS else soon)]
    told = [(role.label, RHYTHMS[rhythm]) for role, rhythm in kind.readers.items()]
    if kind.concerns:
        told.append((REFERENT, RHYTHMS[kind.concerned]))
    return told


def is_duty(template: Template) -> bool:
    """Whether nobody is spared it."""
    return template in KINDS and KINDS[template].duty
