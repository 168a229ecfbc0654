"""What the partnership registry does when it learns a fact, or when the hour has come."""

from services.partnerships.acquaintances import reactions as acquaintances
from services.partnerships.action_mails import reactions as action_mails
from services.partnerships.actions import reactions as actions
from services.partnerships.actors import reactions as actors
from services.partnerships.avenir_totals import reactions as avenir_totals
from services.partnerships.base.reactions import erasing, reactions, timed
from services.partnerships.capacities import reactions as capacities
from services.partnerships.commitments import reactions as commitments
from services.partnerships.contact_checks import reactions as contact_checks
from services.partnerships.declaration_letters import reactions as declaration_letters
from services.partnerships.directory_entries import reactions as directory_entries
from services.partnerships.erasure import reactions as erasure
from services.partnerships.import_effects import reactions as import_effects
from services.partnerships.mailings import reactions as mailings
from services.partnerships.mass_changes import reactions as mass_changes
from services.partnerships.notices import reactions as notices
from services.partnerships.partnerships import reactions as partnerships
from services.partnerships.pauses import reactions as pauses
from services.partnerships.places import reactions as places
from services.partnerships.pressure import reactions as pressure
from services.partnerships.publications import reactions as publications
from services.partnerships.republication import reactions as republication
from services.partnerships.tasks import reactions as tasks
from services.partnerships.territories import reactions as territories
from services.partnerships.totals import reactions as totals

__all__ = [
    "acquaintances",
    "action_mails",
    "actions",
    "actors",
    "avenir_totals",
    "capacities",
    "commitments",
    "contact_checks",
    "declaration_letters",
    "directory_entries",
    "erasing",
    "erasure",
    "import_effects",
    "mailings",
    "mass_changes",
    "notices",
    "partnerships",
    "pauses",
    "places",
    "pressure",
    "publications",
    "reactions",
    "republication",
    "tasks",
    "territories",
    "timed",
    "totals",
]
