"""Coverage of the days of a report (couverture d’un rapport): the PFMP that run in them, and those that come next."""
