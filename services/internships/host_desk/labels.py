"""Words of the page of who hosts a pupil."""

from collections.abc import Mapping

from contracts.internships.follow_up import ReportLevel
from services.internships.host_desk.model import HostAgain

HOST_LEVELS: Mapping[ReportLevel, str] = {
    ReportLevel.VIGILANCE: "Vigilance\u202f: à surveiller, un appel suffit",
    ReportLevel.PROBLEM: "Problème\u202f: le lycée doit agir dans les jours qui viennent",
    ReportLevel.URGENT: "Urgent\u202f: le lycée doit agir aujourd’hui",
}

AGAIN: Mapping[HostAgain, str] = {
    HostAgain.YES: "Oui",
    HostAgain.MAYBE: "Peut-être",
    HostAgain.NO: "Non",
}
PREPARED: Mapping[int, str] = {
    1: "Pas du tout",
    2: "Un peu",
    3: "Plutôt bien",
    4: "Très bien",
}
