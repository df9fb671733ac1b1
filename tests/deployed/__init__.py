"""A package, so that servers end when the tests of this folder have."""
