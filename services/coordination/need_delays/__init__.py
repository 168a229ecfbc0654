"""Delays of needs (délais): what nobody took in time, and a promise that passed, is said once to whom it concerns."""
