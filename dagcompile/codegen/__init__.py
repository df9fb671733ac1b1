"""Decided things as Python text, whatever the engine.

    expr, types, literals, names   what is written: records of expressions, and what makes them
    imports                        what the names in them are called in one file
    layout                         how their lines break
    header, docstrings, template   the file around them
    artifact, write                a file that may exist, and files that do

A target builds statements, asks `Imports` what it must import for them, lays each out, and lets a
template place them. `Code` marks text that is source; nothing else gets into a file.
"""
