"""Points of a meeting (préparation d’une réunion): what the network knows that it may speak of, taken into its agenda."""
