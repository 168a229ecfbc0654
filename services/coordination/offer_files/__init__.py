"""Files of the training offer (dossiers d’évolution): what is asked of the map, its state, opinions and signals."""
