"""Gallery of components (galerie): every macro of pages, in each of its states."""
