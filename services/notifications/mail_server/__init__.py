"""Mail server (relais): addresses and messages it is given, what it answers, and whether it turns us away."""
