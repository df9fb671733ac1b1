"""Servers that tests start, each in a group of its own that ends with the test's process."""

from servers.serving import Server

__all__ = ["Server"]
