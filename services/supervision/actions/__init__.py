"""Actions (actions école-entreprise) of each lycée, with refusals of hosts and aids to mobility."""
