"""Audit (écarts avec les tables des lycées): what tables show beside what was told and what owners count."""
