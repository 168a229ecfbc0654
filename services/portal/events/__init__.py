"""Events told (événements échangés): what services tell each other, as a page."""
