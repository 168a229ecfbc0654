"""Links of needs (liens d’un besoin): where a company follows its need, and an actor of the network answers one."""
