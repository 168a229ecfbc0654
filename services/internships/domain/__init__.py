"""The rules of PFMP, pure: no database, no web, `now` and ids are arguments."""
