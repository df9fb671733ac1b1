"""Ops whose values tell where they have been, and pipelines of them."""
