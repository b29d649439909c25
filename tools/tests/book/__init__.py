"""Tests of the guide as it was built."""
