"""Rules of notices (règles des avis): which event tells which kind, and which takes it back."""
