"""Installation (exploitation, audit, registre): one part per service, each drawn by its service."""
