"""Ops, types and pipelines that the tests of wiring use."""
