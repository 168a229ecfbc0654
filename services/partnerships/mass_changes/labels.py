"""Codes of changes to many companies as users read them."""

from collections.abc import Mapping

from services.chassis.reference.nomenclatures import activity_label
from services.chassis.web.views.french import date_fr
from services.partnerships.actions.model import COMPANIES_MAX
from services.partnerships.mass_changes.model import (
    ChangeAsked,
    ChangeKind,
    ChangeStatus,
    Why,
)
from services.partnerships.partnerships.labels import STAGES
from services.partnerships.tasks.model import TASKS

ASKING: Mapping[str, ChangeKind] = {
    "tache": ChangeKind.TASK,
    "etape": ChangeKind.STAGE,
    "chef-de-file": ChangeKind.LEAD,
    "plus-chef-de-file": ChangeKind.NO_LEAD,
    "activite": ChangeKind.ACTIVITY,
    "action": ChangeKind.INVITATION,
}
"""How addresses ask for each kind."""
KINDS: Mapping[ChangeKind, str] = {
    ChangeKind.TASK: "Planifier une tâche",
    ChangeKind.STAGE: "Étape du partenariat",
    ChangeKind.LEAD: "Devenir chef de file",
    ChangeKind.NO_LEAD: "Ne plus être chef de file",
    ChangeKind.ACTIVITY: "Activité",
    ChangeKind.INVITATION: "Inviter à une action",
}
STATUSES: Mapping[ChangeStatus, tuple[str, str]] = {
    ChangeStatus.PREVIEWED: ("À confirmer", "warning"),
    ChangeStatus.RUNNING: ("En cours", "info"),
    ChangeStatus.DONE: ("Fait", "success"),
    ChangeStatus.UNDOING: ("Annulation en cours", "info"),
    ChangeStatus.UNDONE: ("Annulé", "neutral"),
}
WHY: Mapping[Why, str] = {
    Why.GONE: "la fiche, ou ce qui y avait été noté, n’existe plus",
    Why.NOT_ON_THE_LIST: "n’est pas sur la liste de votre lycée",
    Why.ALREADY: "est déjà ainsi",
    Why.NO_PARTNERSHIP: "n’a pas de partenariat ouvert avec votre lycée",
    Why.STAGE_REFUSED: "ne permet pas cette étape, ou pas à votre fonction",
    Why.LED_BY_ANOTHER: "un autre bureau est chef de file",
    Why.LEAD_DECIDED: "la DSDEN a décidé qui est chef de file",
    Why.NOT_THE_LEAD: "votre bureau n’est pas chef de file",
    Why.EDITED: "a été modifié depuis",
    Why.FINISHED: "la tâche a été faite depuis",
    Why.MERGED: "la fiche a été fusionnée depuis avec une autre, qui reste comme elle est",
    Why.ACTION_OVER: "l’action n’est plus prévue",
    Why.ACTION_FULL: f"l’action a déjà {COMPANIES_MAX} entreprises invitées",
    Why.ANSWERED: "a répondu depuis",
}


def asked_in_words(asked: ChangeAsked) -> str:
    """« Rappeler, pour le mardi 24 novembre 2026 »."""
    if asked.task:
        due = f", pour le {date_fr(asked.task.due_on)}" if asked.task.due_on else ""
        urgent = ", urgente" if asked.task.urgent else ""
        return f"Tâche\u00a0: {TASKS[asked.task.code]}{due}{urgent}"
    if asked.stage:
        return f"Étape du partenariat\u00a0: {STAGES[asked.stage][0]}"
    if asked.naf:
        return f"Activité\u00a0: {asked.naf} {activity_label(asked.naf) or ''}".rstrip()
    return KINDS[asked.kind]
