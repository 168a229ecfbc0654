"""Given links (liens remis): their list for a bureau, and the pages they open."""
