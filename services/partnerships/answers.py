"""What the partnership registry answers: names and links, never stored where they are asked."""

from services.partnerships.action_mails import answers as action_mails
from services.partnerships.actions import answers as actions
from services.partnerships.actors import answers as actors
from services.partnerships.base.answers import answers
from services.partnerships.contact_checks import answers as contact_checks
from services.partnerships.declaration_letters import answers as declaration_letters
from services.partnerships.erasure import answers as erasure
from services.partnerships.host_pages import answers as host_pages
from services.partnerships.mail_stops import answers as mail_stops
from services.partnerships.mailings import answers as mailings
from services.partnerships.notices import answers as notices
from services.partnerships.search import answers as search
from services.partnerships.standings import answers as standings
from services.partnerships.tasks import answers as tasks
from services.partnerships.teacher_links import answers as teacher_links
from services.partnerships.tutors import answers as tutors

__all__ = [
    "action_mails",
    "actions",
    "actors",
    "answers",
    "contact_checks",
    "declaration_letters",
    "erasure",
    "host_pages",
    "mail_stops",
    "mailings",
    "notices",
    "search",
    "standings",
    "tasks",
    "teacher_links",
    "tutors",
]
