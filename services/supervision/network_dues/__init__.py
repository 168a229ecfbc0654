"""What waits in the network (échéances du réseau): where each need, request for support and decision is, as it was told."""
