"""Tasks of a bureau (tâches): the week, who sees to what, and the reminder of the morning."""
