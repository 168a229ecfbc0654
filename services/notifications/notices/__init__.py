"""Notices (avis): what people of the lycée and the department are told, as far as they want to be."""
