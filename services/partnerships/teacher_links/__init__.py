"""Links of teachers (liens des professeurs): the companies and calls they bring to the bureau."""
