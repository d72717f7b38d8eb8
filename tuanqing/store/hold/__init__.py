"""A sheet held to its contract: typed columns, places, people, and every reason why a row is not accepted."""
