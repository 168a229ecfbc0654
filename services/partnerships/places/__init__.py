"""Places proposed at sites (lieux proposés), and sites an undone import took away which one brings back."""
