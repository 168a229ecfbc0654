"""Ways to companies (intermédiaires): who brought one, and through whom to go."""
