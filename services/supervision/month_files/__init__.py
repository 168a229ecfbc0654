"""Files of a monthly report (classeur, PDF): a workbook that reckons, and a PDF a screen reader reads."""
