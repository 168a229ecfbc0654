"""Notices of files of the training offer (avis): what a lycée reads of a file about it, whenever it is read."""
