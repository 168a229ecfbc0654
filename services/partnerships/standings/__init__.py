"""Standings of companies in the network (place dans le réseau): who leads, whose territory it is in, who wants a pause."""
