"""The templates of those back ends."""
