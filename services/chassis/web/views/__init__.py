"""What pages are made of: forms, French, charts, lists, menus."""
