"""Formations of the network (formations): what lycées offer, by MEF, as they tell it."""
