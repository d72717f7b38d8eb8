"""Floor 2: rows. Reads exports, holds them to their contracts, publishes immutable snapshots."""
