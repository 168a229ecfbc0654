"""Who may do what with companies: the bureau and the DDFPT write, other people of the lycée read."""

from services.chassis.base.identity import Role
from services.chassis.unit_of_work.permissions import Action, Permissions

SEE_COMPANIES = Action("see-companies", "consulter les entreprises")
SEARCH = Action("search", "chercher dans le registre")
MANAGE_COMPANIES = Action("manage-companies", "modifier une entreprise")
MANAGE_CONTACTS = Action("manage-contacts", "modifier un contact")
ERASE_TRADER = Action("erase-trader", "effacer une entreprise individuelle")
LOG_INTERACTION = Action("log-interaction", "noter un échange")
SAVE_VIEWS = Action("save-views", "enregistrer une vue des entreprises")
SEE_TASKS = Action("see-tasks", "consulter les tâches du bureau")
MANAGE_TASKS = Action("manage-tasks", "tenir les tâches du bureau")
IMPORT_COMPANIES = Action("import-companies", "importer des entreprises")
PAUSE_SITE = Action("pause-site", "demander une pause d’un lieu d’accueil")
SET_TERRITORY = Action("set-territory", "définir le territoire du bureau")
SEE_RULES = Action("see-rules", "consulter les règles du réseau")
DECIDE_RULES = Action("decide-rules", "décider d’une règle du réseau")
EXPORT_COMPANIES = Action("export-companies", "exporter la liste des entreprises")
LIST_CONTACTS = Action("list-contacts", "parcourir la liste des contacts")
EXPORT_CONTACTS = Action("export-contacts", "exporter la liste des contacts")
MANAGE_EXPORTS = Action("manage-exports", "tenir les modèles d’export")
MANAGE_PARTNERSHIPS = Action("manage-partnerships", "suivre un partenariat")
MANAGE_ACTIONS = Action("manage-actions", "prévoir et noter une action")
CHANGE_MANY = Action("change-many", "changer plusieurs entreprises à la fois")
WRITE_TO_MANY = Action("write-to-many", "écrire à plusieurs entreprises à la fois")

_WRITERS = {Role.RBDE, Role.DDFPT, Role.ATCT}
_READERS = {*_WRITERS, Role.HEAD, Role.SECRETARIAT, Role.REFERENT_TEACHER, Role.FORM_TEACHER}
SEARCHES_PUPILS = frozenset({*_WRITERS, Role.HEAD, Role.SECRETARIAT})
"""Whose search asks the tracker for pupils too: it decides by itself, others are spared a refusal."""

PERMISSIONS = Permissions(
    {
        SEE_COMPANIES: _READERS,
        # Finds what these roles read on the cards and lists it leads to.
        SEARCH: _READERS,
        SEE_RULES: {*_WRITERS, Role.HEAD, Role.SUPERVISOR},
        SET_TERRITORY: {*_WRITERS, Role.HEAD},
        PAUSE_SITE: {*_WRITERS, Role.HEAD},
        DECIDE_RULES: {Role.SUPERVISOR},
        MANAGE_COMPANIES: _WRITERS,
        MANAGE_CONTACTS: _WRITERS,
        ERASE_TRADER: {Role.HEAD},
        LOG_INTERACTION: _WRITERS,
        MANAGE_ACTIONS: _WRITERS,
        CHANGE_MANY: _WRITERS,
        WRITE_TO_MANY: _WRITERS,
        # Who may do what is finer: see the table of `partnerships/model/partnership.py`.
        MANAGE_PARTNERSHIPS: {*_WRITERS, Role.HEAD},
        SAVE_VIEWS: {*_WRITERS, Role.HEAD},
        SEE_TASKS: {*_WRITERS, Role.HEAD},
        MANAGE_TASKS: _WRITERS,
        IMPORT_COMPANIES: _WRITERS,
        EXPORT_COMPANIES: {*_WRITERS, Role.HEAD},
        # Everybody at once: teachers read who works at a company on its card.
        LIST_CONTACTS: {*_WRITERS, Role.HEAD, Role.SECRETARIAT},
        EXPORT_CONTACTS: _WRITERS,
        MANAGE_EXPORTS: _WRITERS,
    }
)
