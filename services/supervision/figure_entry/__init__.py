"""Entry of declared figures (saisie des chiffres déclarés): its pages, with the indicators one may be of."""
