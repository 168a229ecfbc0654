"""The supervisor's aggregator (pilotage départemental). It decides nothing.

Owns read models, all of them folds of events: lycées, formations, PFMP periods, coverage,
companies, the network's journal, and the age of each lycée's last news. Besides, who outside reads
feeds of them, the editions that readers outside the DSDEN are told, the sheets the DSDEN is asked for,
its monthly reports and what was sent of either: no folds, and no facts for the network.

Publishes DepartmentWeekStated, on Mondays, in the name of the DSDEN. Listens to every event of the
`department` audience but its own. Answers what a notice says of the week.
"""
