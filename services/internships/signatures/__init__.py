"""Signatures of agreements (signatures): prepared, issued, ticked, refused."""
