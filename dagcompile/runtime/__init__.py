"""What generated code needs when it runs. Standard library only at import."""
