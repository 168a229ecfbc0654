"""Live pages: what tells an open page that something moved, and parts of pages drawn once."""
