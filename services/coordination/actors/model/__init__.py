"""What an actor is, and where and for which trades it works."""
