"""Coverage of formations (taux de couverture): counted, told and stated."""
