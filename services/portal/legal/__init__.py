"""Legal pages (mentions légales): who publishes, what is kept, how it can be used, the site map."""
