"""Home page (aujourd’hui): the cards of each role, the palette, the lycée that is shown."""
