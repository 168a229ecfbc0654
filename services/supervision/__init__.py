"""The supervisor's aggregator (pilotage départemental). It decides nothing.

Owns read models, all of them folds of events: lycées, formations, PFMP periods, coverage,
companies, the network's journal, and the age of each lycée's last news. Besides, who outside reads
feeds of them: no fold, and no fact for the network.

Publishes nothing. Listens to every event of the `department` audience.
"""
