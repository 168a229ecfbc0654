"""What waits in the network (échéances): where each need, request and decision is, told in the name of whose it is."""
