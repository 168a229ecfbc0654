"""School–company actions (actions école-entreprise): visits, interventions, who is invited and what came of them."""
