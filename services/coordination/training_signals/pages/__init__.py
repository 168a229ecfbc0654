"""Pages of training signals: the list, the form, one signal, and parts of other pages."""
