"""What the partnership registry answers: names and links, never stored where they are asked."""

from services.partnerships.answers import (
    actions,
    contact_checks,
    erasure,
    host_pages,
    mailings,
    search,
    tasks,
    teacher_links,
    tutors,
)
from services.partnerships.answers.declared import answers

__all__ = [
    "actions",
    "answers",
    "contact_checks",
    "erasure",
    "host_pages",
    "mailings",
    "search",
    "tasks",
    "teacher_links",
    "tutors",
]
