"""Pages of the news, of proposals, and their parts of the home page."""
