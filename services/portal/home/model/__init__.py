"""Rules of the home page: which cards a role finds, and where they stand."""
