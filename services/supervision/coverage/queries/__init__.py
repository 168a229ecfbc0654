"""Coverage of every lycée, and the lycées nobody hears of."""
