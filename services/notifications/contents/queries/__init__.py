"""Questions to the owners of what mails say."""
