"""How regularly new versions of Python come out."""
