"""Departures (prochains départs): who leaves next, how many places miss, and what moved since a day."""
