"""The back ends that come with dagcompile, one folder each."""
