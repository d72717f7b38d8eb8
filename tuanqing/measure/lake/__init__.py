"""The rows of a version beside the warehouse, as Delta tables that other programs and a cluster read."""
