"""Attestations of stays (attestations de PFMP)."""
