"""The rules: actors, news and their texts. Nothing here knows a database or a page."""
