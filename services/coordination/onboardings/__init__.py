"""Taking over a bureau (prises de poste): the steps the supervisor keeps, and how far each new bureau is."""
