"""The page of one’s own account, and the file a calendar reads."""
