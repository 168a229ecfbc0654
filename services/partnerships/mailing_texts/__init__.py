"""Ready texts of mailings (textes prêts): what a mail to many companies may start from, taken without losing what was written."""
