"""Pupils a finished period counts (effectif d’une PFMP terminée)."""
