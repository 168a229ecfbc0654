"""Composition (contenu des courriels): what a mail that is due says, asked of its owners, or why there is none."""
