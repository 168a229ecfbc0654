"""When the mails leave that are no notices, under which headings mails stand, and to whom each goes."""

from collections.abc import Mapping, Sequence

from services.notifications.mails.model.mail import Template
from services.notifications.notices.labels import RHYTHMS
from services.notifications.notices.model.kind import Topic
from services.notifications.notices.model.kinds import KINDS
from services.notifications.notices.model.rhythm import Rhythm

OUTWARDS, INWARDS = "Aux entreprises et aux professeurs", "Comptes et rappels"
AT_ONCE = RHYTHMS[Rhythm.AT_ONCE]
WHEN: Mapping[Template, str] = {
    Template.HOST_AGREED: "Un lieu d’accueil est confirmé.",
    Template.CONTACT_CHECK: "Le bureau demande à un contact de relire sa fiche.",
    Template.HOST_PAGE: "Le bureau envoie à un contact le lien de son espace.",
    Template.TEACHER_LINK: "Le bureau donne à un professeur un lien pour apporter une entreprise.",
    Template.MAILING: "Le bureau écrit à plusieurs entreprises à la fois, avec son propre texte.",
    Template.INVITATION: "Un compte est ouvert.",
    Template.ACCESS_PROPOSED: "La supervision propose un accès au lycée.",
    Template.ACCESS_ACCEPTED: "La direction accepte un accès proposé.",
    Template.ACCESS_REFUSED: "La direction refuse un accès proposé.",
    Template.ACCESS_GRANTED: "La direction donne un accès.",
    Template.TASK_DIGEST: "Chaque matin de travail, à qui a des tâches à faire.",
    Template.NOTICE_DIGEST: "Le matin ou le lundi, avec tous les avis qui attendaient.",
}
"""What makes those leave that are no notices."""
_OUT = frozenset(
    {
        Template.HOST_AGREED,
        Template.CONTACT_CHECK,
        Template.HOST_PAGE,
        Template.TEACHER_LINK,
        Template.MAILING,
    }
)


def sections() -> Sequence[tuple[str, Sequence[Template]]]:
    """The mails colleagues see, each under its heading."""
    others = [one for one in Template if one.shown and one not in KINDS]
    return [
        (OUTWARDS, [one for one in others if one in _OUT]),
        *(
            (topic.value, [kind for kind, words in KINDS.items() if words.topic is topic])
            for topic in Topic
        ),
        (INWARDS, [one for one in others if one not in _OUT]),
    ]


def when(template: Template) -> str:
    """What makes it leave."""
    kind = KINDS.get(template)
    return kind.when if kind else WHEN[template]


def readers(template: Template) -> Sequence[tuple[str, str]]:
    """To whom it goes unless they choose otherwise, and how fast."""
    kind = KINDS.get(template)
    if kind is None:
        return [(template.reader, "" if template is Template.NOTICE_DIGEST else AT_ONCE)]
    return [(role.label, RHYTHMS[rhythm]) for role, rhythm in kind.readers.items()]


def is_duty(template: Template) -> bool:
    """Whether nobody is spared it."""
    return template in KINDS and KINDS[template].duty
