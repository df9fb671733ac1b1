"""What generated Dask modules need: a graph of steps and guards, and ways to run it."""
