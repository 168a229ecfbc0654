"""Tests of the internship tracker."""
