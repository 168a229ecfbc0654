"""The week of the network (semaine de la supervision): her tasks beside what the other features make due, day by day."""
