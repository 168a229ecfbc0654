"""Mail addresses as people type them."""

MAIL_CHARACTERS_MAX = 254


def is_mail(text: str) -> bool:
    """Whether a text looks like a mail address; only writing to it would say more."""
    local, at, domain = text.partition("@")
    parts = domain.split(".")
    plain_enough = not any(c.isspace() or c in ",;<>()\"'" for c in text)
    return bool(local and at and len(parts) > 1 and all(parts)) and plain_enough
