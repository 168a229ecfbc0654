"""Files of imports (fichiers): workbooks and texts read into rows, in whatever shape they come."""
