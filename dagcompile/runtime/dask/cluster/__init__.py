"""The cluster that a run happens on: how it is reached, and whether it can run the graph."""
