"""Pages of a referent teacher: by a personal link, or signed in."""
