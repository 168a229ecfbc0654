"""Notices of files of the training offer (avis): what a lycée reads of a file about it, of opinions and of days bodies meet, whenever it is read."""
