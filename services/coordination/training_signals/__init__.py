"""Training signals (signaux de besoin en compétences): what companies and branches say a trade lacks."""
