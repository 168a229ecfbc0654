"""Subjects of mails (sujets): what « Envois » is kept to, a few words for all kinds of mails."""

from collections.abc import Collection
from enum import StrEnum

from services.notifications.mails.model.template import Template


class Subject(StrEnum):
    """What mails are about; the words are those of the address."""

    NEEDS = "besoins"
    COMMITTEES = "comites"
    SUPPORT = "appui"
    PEOPLE = "personnes-des-acteurs"
    ACCOUNTS = "grands-comptes"
    CAMPAIGNS = "campagnes"
    OFFER = "offre"
    NEWS = "actualites"
    COMPANIES = "entreprises"
    FAMILIES = "familles"
    ACCESSES = "acces"
    FIGURES = "chiffres"
    PFMP = "pfmp"
    """Everything else: pupils, places, agreements, follow-up, and the mail of the morning."""


_BEGINNINGS = (
    ("need_", Subject.NEEDS),
    *((beginning, Subject.COMMITTEES) for beginning in ("meeting_", "decision_")),
    ("support_", Subject.SUPPORT),
    ("actor_person_", Subject.PEOPLE),
    *(("account_unused", Subject.ACCESSES), ("account_", Subject.ACCOUNTS)),
    *((beginning, Subject.CAMPAIGNS) for beginning in ("campaign_", "objective_")),
    ("offer_", Subject.OFFER),
    *((beginning, Subject.NEWS) for beginning in ("news_", "practice_", "journal_", "network_")),
    *((beginning, Subject.ACCESSES) for beginning in ("access_", "invitation")),
    *((beginning, Subject.FIGURES) for beginning in ("department_", "monthly_", "lycee_")),
    *((beginning, Subject.FIGURES) for beginning in ("registry_", "coverage_")),
    *((beginning, Subject.COMPANIES) for beginning in ("mail", "teacher_", "host_", "card_")),
    *((beginning, Subject.COMPANIES) for beginning in ("companies_", "import_", "action_")),
    ("derogation_", Subject.COMPANIES),
)


def subject_of(template: Template) -> Subject:
    """What a mail is about, by whom it goes to, else by its name."""
    if template.to_a_family:
        return Subject.FAMILIES
    if template.to_a_contact:
        return Subject.COMPANIES
    found = (subject for start, subject in _BEGINNINGS if template.value.startswith(start))
    return next(found, Subject.PFMP)


def templates_of(subject: Subject) -> Collection[Template]:
    """The mails about it."""
    return [template for template in Template if subject_of(template) is subject]
