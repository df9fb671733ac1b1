"""Texts and names that a compiler of text to text gets wrong, in every place an author has."""
