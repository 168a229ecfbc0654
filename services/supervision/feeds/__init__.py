"""Feeds (flux): journal, coverage and indicators for readers outside, opened by a reader’s secret alone."""
