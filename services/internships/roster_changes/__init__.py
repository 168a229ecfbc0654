"""Changes a class list made (imports de listes), and how one is taken back."""
