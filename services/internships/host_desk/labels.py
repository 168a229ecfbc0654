"""Words of the page of who hosts a pupil."""

from collections.abc import Mapping

from contracts.internships.follow_up import ReportLevel

HOST_LEVELS: Mapping[ReportLevel, str] = {
    ReportLevel.VIGILANCE: "Vigilance\u202f: à surveiller, un appel suffit",
    ReportLevel.PROBLEM: "Problème\u202f: le lycée doit agir dans les jours qui viennent",
    ReportLevel.URGENT: "Urgent\u202f: le lycée doit agir aujourd’hui",
}
