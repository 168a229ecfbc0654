"""Files people take away: lists as XLSX and CSV that French spreadsheets open as they are."""
