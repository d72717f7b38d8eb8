"""Around every page: server, door, menu, address, cached reads."""
